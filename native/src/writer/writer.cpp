#include "writer/writer.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "protocol/packed_row.hpp"
#include "writer/flush_thread.hpp"

namespace seqch {
namespace {

constexpr std::size_t kMaxPushBytes = std::size_t{1} << 30;

}  // namespace

Writer::Writer(WriterOptions options, std::unique_ptr<Journal> journal)
    : options_(std::move(options)),
      gauge_(options_.max_buffered_bytes),
      journal_(std::move(journal)),
      endpoint_(options_.endpoint) {
#define SEQCH_ADD_TABLE(place, Row, LIST, name) add_typed_table<Row>();
  SEQCH_TYPED_TABLES(SEQCH_ADD_TABLE)
#undef SEQCH_ADD_TABLE
  for (std::size_t lane = 0; lane < options_.connections; ++lane) {
    lanes_.push_back(std::make_unique<Lane>());
    lanes_.back()->link.resting = lane > 0;
  }
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    lanes_[lane]->flush_thread = std::make_unique<FlushThread>(*this, lane);
    lanes_[lane]->thread = std::thread([thread = lanes_[lane]->flush_thread.get()] { thread->run(); });
  }
  keeper_ = std::make_unique<JournalKeeper>(
      *journal_, JournalKeeper::Duties{.adopt = [this](const auto& segments) { adopt(segments); },
                                       .has_waiting = [this] { return gauge_.used() > 0; }});
}

Writer::~Writer() {
  bool was_open = false;
  close(std::chrono::milliseconds{0}, was_open);
}

Table& Writer::add_table(const std::string& name, std::vector<std::string> columns, Table::Origin origin) {
  tables_.push_back(std::make_unique<Table>(name, std::move(columns), origin, tables_.size() % options_.connections, parts()));
  return *tables_.back();
}

template <typename Row>
void Writer::add_typed_table() {
  std::vector<std::string> names;
  std::vector<ShapeColumn> columns;
  std::vector<ColumnType> types;
  for (const TypedColumn& column : TypedRow<Row>::kColumns) {
    names.emplace_back(column.name);
    columns.push_back({std::string(column.name), std::string(column.type)});
    types.emplace_back();
    if (parse_column_type(column.type, types.back()).failed()) std::abort();  // a typo in typed_rows.hpp
  }
  Table& table = add_table(std::string(TypedRow<Row>::kTable), std::move(names), Table::Origin::pushed);
  table.set_columns(std::move(columns), std::move(types));
  typed_tables_[TypedRow<Row>::kPlace] = &table;
}

void Writer::set_server(std::string host, std::uint16_t port) {
  {
    const std::lock_guard lock(mutex_);
    if (!host.empty()) endpoint_.host = std::move(host);
    endpoint_.port = port;
    endpoint_generation_.fetch_add(1, std::memory_order_release);
  }
  wake_all();
}

Endpoint Writer::endpoint(std::uint64_t& generation) const {
  const std::lock_guard lock(mutex_);
  generation = endpoint_generation_.load(std::memory_order_relaxed);
  return endpoint_;
}

Table& Writer::open_table(const std::string& name, std::vector<std::string> columns) {
  Table* table = nullptr;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(tables_.begin(), tables_.end(), [&](const auto& other) {
      return !other->is_adopted() && other->name() == name && other->wanted_columns() == columns;
    });
    table = found != tables_.end() ? found->get() : &add_table(name, std::move(columns), Table::Origin::pushed);
    if (!table->has_types()) resolve_from_memory(*table);
  }
  if (table->state() == Table::State::failed) {
    // Without types nothing was accepted yet, so whoever waits for the types waits for the new answer.
    if (!table->has_types()) table->recovered();
    retry_generation_.fetch_add(1, std::memory_order_release);
  }
  wake_all();
  return *table;
}

// Called with mutex_ held. A column that is not remembered may have been added since: then the server is asked.
void Writer::resolve_from_memory(Table& table) {
  const auto known = known_tables_.find(table.name());
  if (known == known_tables_.end()) return;
  std::vector<ShapeColumn> columns;
  std::vector<ColumnType> types;
  if (resolve_columns(table.wanted_columns(), known->second, columns, types).failed()) return;
  table.set_columns(std::move(columns), std::move(types));
}

void Writer::remember(const std::string& table, std::vector<ShapeColumn> columns) {
  const std::lock_guard lock(mutex_);
  known_tables_[table] = std::move(columns);
}

Failure Writer::wait_for_types(Table& table, std::chrono::milliseconds limit) {
  const auto is_decided = [&] { return table.has_types() || table.state() == Table::State::failed || is_closing(); };
  progress_.wait_until(SteadyClock::now() + limit, is_decided);
  if (table.has_types()) return {};
  if (is_closing()) return Failure::of(SEQ_CH_CLOSED, "the writer was closed");
  Failure failure = table.last_failure();
  if (failure.failed()) return failure;
  failure = link().last_failure;
  if (!failure.failed()) return Failure::of(SEQ_CH_TIMED_OUT, "the types of " + table.name() + " are not known yet");
  if (failure.status != SEQ_CH_ACCESS_DENIED) failure.status = SEQ_CH_UNREACHABLE;
  return failure;
}

Failure Writer::push_rows(Table& table, std::span<const std::uint8_t> bytes, std::uint64_t rows) {
  if (!table.has_types()) {
    const Table::State state = table.state();
    return state == Table::State::failed ? table.last_failure()
                                         : Failure::of(SEQ_CH_NOT_READY, "the types of " + table.name() + " are not known yet");
  }
  if (bytes.size() > kMaxPushBytes) return Failure::of(SEQ_CH_INVALID_ARGUMENT, "more than 1 GiB in one push: split it");
  // Everything is checked before anything is kept, so a bad row leaves no trace.
  PackedRowsFault fault;
  if (const seq_ch_status status = check_packed_rows(table.types(), bytes, rows, fault); status != SEQ_CH_OK) {
    table.count_invalid();
    if (status == SEQ_CH_TRAILING_BYTES) {
      return Failure::of(status, std::to_string(fault.left_over) + " bytes are left over after " + std::to_string(rows) + " rows");
    }
    Failure failure = Failure::of(status, seq_ch_status_text(status));
    failure.row = fault.row;
    failure.column = table.columns()[fault.column].name;
    return failure;
  }
  if (rows == 0) return {};
  const Table::Accepted accepted = table.accept(bytes.size(), rows, [&](std::uint8_t* out) {
    std::memcpy(out, bytes.data(), bytes.size());
    return out + bytes.size();
  });
  if (accepted.wake) note_rows(table);
  if (accepted.status == SEQ_CH_JOURNAL_FAILED) return journal_failure();
  if (accepted.status == SEQ_CH_TABLE_FAILED) {
    Failure failure = table.last_failure();
    failure.status = SEQ_CH_TABLE_FAILED;
    return failure;
  }
  return accepted.status == SEQ_CH_OK ? Failure{} : Failure::of(accepted.status, seq_ch_status_text(accepted.status));
}

Failure Writer::journal_failure() const {
  Failure failure = journal_->stats().last_failure;
  if (failure.failed()) return failure;
  return Failure::of(SEQ_CH_JOURNAL_FAILED, seq_ch_status_text(SEQ_CH_JOURNAL_FAILED));
}

Failure Writer::flush(std::chrono::milliseconds limit) {
  std::vector<std::pair<Table*, std::uint64_t>> targets;
  for (Table* table : tables()) {
    if (!table->is_adopted()) targets.emplace_back(table, table->accepted_rows());
  }
  Failure failure;
  const auto done = [&] {
    failure = Failure{};
    for (const auto& [table, target] : targets) {
      if (table->acknowledged_up_to(target)) continue;
      // A failed table is named only when nothing else is left to wait for.
      const bool table_failed = table->state() == Table::State::failed;
      if (failure.failed() && table_failed) continue;
      failure = table->last_failure();
      failure.status = table_failed ? SEQ_CH_TABLE_FAILED : SEQ_CH_TIMED_OUT;
      failure.message = "rows of " + table->name() + " are not acknowledged: " + failure.message;
      if (!table_failed) return false;
    }
    return true;
  };
  hurried_.fetch_add(1, std::memory_order_relaxed);
  wake_all();
  progress_.wait_until(SteadyClock::now() + limit, [&] { return done() || cancelled_.load(std::memory_order_relaxed); });
  hurried_.fetch_sub(1, std::memory_order_relaxed);
  if (failure.status == SEQ_CH_TIMED_OUT) {
    if (cancelled_.load(std::memory_order_relaxed)) return Failure::of(SEQ_CH_CLOSED, "the writer was closed");
    if (const LinkStatus status = link(); status.last_failure.failed()) failure.message += status.last_failure.message;
  }
  return failure;
}

std::uint64_t Writer::close(std::chrono::milliseconds limit, bool& was_open) {
  const std::lock_guard lock(close_mutex_);
  was_open = !closed_;
  if (closed_) return 0;
  closing_.store(true, std::memory_order_relaxed);
  static_cast<void>(flush(limit));
  cancelled_.store(true, std::memory_order_relaxed);
  wake_all();
  for (const std::unique_ptr<Lane>& lane : lanes_) lane->thread.join();
  keeper_->stop();
  for (const std::unique_ptr<Lane>& lane : lanes_) lane->flush_thread.reset();
  std::uint64_t left = 0;
  for (Table* table : tables()) {
    if (!table->is_adopted()) left += table->unacknowledged_rows();
    table->end();
  }
  journal_->release();
  closed_ = true;
  progress_.changed();
  return left;
}

std::uint64_t Writer::adopted_waiting_rows() const {
  std::uint64_t rows = 0;
  for (const Table* table : tables()) rows += table->is_adopted() ? table->unacknowledged_rows() : 0;
  return rows;
}

LinkStatus Writer::link() const {
  const std::lock_guard lock(mutex_);
  LinkStatus all;
  all.connected = true;
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    const LinkStatus& link = lane->link;
    all.connected = all.connected && (link.connected || link.resting);
    all.connects += link.connects;
    if (all.server.empty()) all.server = link.server;
    if (!all.last_failure.failed()) all.last_failure = link.last_failure;
  }
  return all;
}

void Writer::set_link(std::size_t lane, LinkStatus link) {
  const std::lock_guard lock(mutex_);
  lanes_[lane]->link = std::move(link);
}

std::vector<Table*> Writer::tables() const {
  const std::lock_guard lock(mutex_);
  std::vector<Table*> all;
  all.reserve(tables_.size());
  for (const auto& table : tables_) all.push_back(table.get());
  return all;
}

Failure resolve_columns(std::span<const std::string> wanted, std::span<const ShapeColumn> known,
                        std::vector<ShapeColumn>& columns, std::vector<ColumnType>& types) {
  if (wanted.empty()) {
    columns.assign(known.begin(), known.end());
  } else {
    for (const std::string& name : wanted) {
      const auto found = std::find_if(known.begin(), known.end(), [&](const ShapeColumn& c) { return c.name == name; });
      if (found == known.end()) {
        Failure failure = Failure::of(SEQ_CH_UNKNOWN_COLUMN, "the table has no column " + name.substr(0, 100) + " to write");
        failure.column = name;
        return failure;
      }
      columns.push_back(*found);
    }
  }
  // Rows of no columns would have no bytes, and no number of them an end.
  if (columns.empty()) return Failure::of(SEQ_CH_UNSUPPORTED_TYPE, "the table has no column that can be written");
  for (const ShapeColumn& column : columns) {
    types.emplace_back();
    if (Failure failure = parse_column_type(column.type_text, types.back()); failure.failed()) {
      failure.column = column.name;
      return failure;
    }
  }
  return {};
}

}  // namespace seqch
