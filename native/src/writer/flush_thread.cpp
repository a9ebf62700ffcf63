#include "writer/flush_thread.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <exception>
#include <utility>

#include "journal/epoch_ms.hpp"
#include "protocol/server_error.hpp"
#include "writer/block_rows.hpp"
#include "writer/table_description.hpp"

namespace seqch {
namespace {

constexpr auto kNever = SteadyClock::time_point::max();
/// How often an idle writer looks whether its connection still stands.
constexpr std::chrono::milliseconds kIdleCheck{1'000};
constexpr std::chrono::milliseconds kShortestPause{10};
/// An additional connection with nothing to send is closed after this.
constexpr std::chrono::seconds kRestAfter{10};
/// Longer than anybody waits: only a wake ends it.
constexpr std::chrono::hours kAsleep{24};

/// `database.table`, each part quoted.
std::string quote_table(const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return quote_identifier(name);
  return quote_identifier(name.substr(0, dot)) + "." + quote_identifier(name.substr(dot + 1));
}

bool is_about_link(const Failure& failure) { return failure.server_code == 0 && is_passing(failure); }

}  // namespace

FlushThread::FlushThread(Writer& writer, std::size_t lane)
    : writer_(writer),
      lane_(lane),
      connection_(writer.options().time_limits, writer.cancelled()),
      random_(std::random_device{}()) {
  link_.resting = lane > 0;
}

void FlushThread::run() {
  while (!writer_.cancelled().load(std::memory_order_relaxed)) {
    try {
      adopt_new_tables();
      const auto now = SteadyClock::now();
      Delivery* next = nullptr;
      auto next_due = kNever;
      for (const auto& delivery : deliveries_) {
        const auto at = due(*delivery, now);
        if (at < next_due) {
          next = delivery.get();
          next_due = at;
        }
      }
      const bool needs_connection = lane_ == 0 || next != nullptr || connection_.is_open();
      if (!needs_connection) {
        writer_.wake_signal(lane_).sleep_until(now + kAsleep);
      } else if (!ensure_connected()) {
        writer_.wake_signal(lane_).sleep_until(next_connect_);
      } else if (next != nullptr && next_due <= now) {
        work_on(*next);
      } else {
        if (next == nullptr) rest();
        writer_.wake_signal(lane_).sleep_until(std::min(next_due, now + kIdleCheck));
      }
    } catch (const std::exception&) {
      // Memory that could not be had: the block under way is whole and is tried again when some may have come back.
      connection_.close();
      writer_.wake_signal(lane_).sleep_until(SteadyClock::now() + kIdleCheck);
    }
  }
  // Now and not when the writer is freed: a server that is asked to stop waits seconds for open connections.
  connection_.close();
}

void FlushThread::adopt_new_tables() {
  const std::vector<Table*> tables = writer_.tables();
  for (; tables_seen_ < tables.size(); ++tables_seen_) {
    Table& table = *tables[tables_seen_];
    if (table.lane() == lane_) deliveries_.push_back(std::make_unique<Delivery>(table));
  }
}

SteadyClock::time_point FlushThread::due(Delivery& delivery, SteadyClock::time_point now) const {
  const bool retry_now = delivery.retry_generation != writer_.retry_generation();
  if (delivery.table.state() == Table::State::failed) {
    // Without types no rows are at stake: the table is looked for again when somebody opens it again.
    return retry_now ? now : delivery.table.has_types() ? delivery.not_before : kNever;
  }
  if (!delivery.table.has_types()) return retry_now ? now : delivery.not_before;
  if (delivery.block) return delivery.not_before;
  const Table::Waiting waiting = delivery.table.waiting();
  if (!waiting.any) return kNever;
  return waiting.full_block || writer_.is_hurried() ? std::min(delivery.not_before, now) : delivery.not_before;
}

bool FlushThread::ensure_connected() {
  if (endpoint_generation_ != writer_.endpoint_generation()) {
    connection_.close();
    connect_backoff_.reset();
    next_connect_ = SteadyClock::time_point{};
  }
  // After a refusal we close the connection ourselves: that is no news about the server.
  if (connection_.is_open()) {
    if (!connection_.is_stale()) return true;
    connection_.close();
    note_link(Failure::of(SEQ_CH_UNREACHABLE, "the server closed the connection"));
  }
  if (SteadyClock::now() < next_connect_) return false;
  link_.resting = false;
  Endpoint endpoint = writer_.endpoint(endpoint_generation_);
  Failure failure = writer_.options().locate ? writer_.options().locate(endpoint) : Failure{};
  if (!failure.failed()) failure = connection_.open(endpoint);
  if (failure.failed()) pause_connecting();
  note_link(failure);
  return !failure.failed();
}

// Only an acknowledged insert ends the pauses: a server that lets us in and then hangs up is not there yet.
void FlushThread::pause_connecting() {
  next_connect_ = SteadyClock::now() + std::max(connect_backoff_.next(random_()), kShortestPause);
}

void FlushThread::rest() {
  if (lane_ > 0 && connection_.is_open() && SteadyClock::now() - last_work_ > kRestAfter) {
    connection_.close();
    link_.resting = true;
    note_link(Failure{});
  }
  const auto long_ago = SteadyClock::now() - kIdleCheck;
  bool freed = false;
  for (const auto& delivery : deliveries_) {
    if (delivery->builders.empty() || delivery->not_before > long_ago) continue;
    delivery->header.clear();
    delivery->builders.clear();
    freed = true;
  }
  if (!freed) return;
#ifdef __GLIBC__
  malloc_trim(0);  // after a burst glibc would keep tens of megabytes for the next one
#endif
}

void FlushThread::note_link(const Failure& failure) {
  link_.connected = connection_.is_open();
  if (link_.connected) {
    ++link_.connects;
    link_.server = connection_.server();
  }
  link_.last_failure = failure;
  writer_.set_link(lane_, link_);
  writer_.progress().changed();
}

void FlushThread::work_on(Delivery& delivery) {
  last_work_ = SteadyClock::now();
  delivery.retry_generation = writer_.retry_generation();
  if (!delivery.table.has_types()) {
    settle(delivery, describe(delivery.table));
    return;
  }
  if (!delivery.block) {
    Block block;
    if (!delivery.table.take_block(block)) return;
    delivery.block = std::move(block);
    delivery.was_sent = false;
  }
  if (delivery.was_sent) delivery.table.retried();
  settle(delivery, send(delivery));
}

Failure FlushThread::describe(Table& table) {
  InsertHeader header;
  if (Failure failure = connection_.begin_insert(quote_table(table.name()), {}, "", header); failure.failed()) return failure;
  if (Failure failure = connection_.finish_insert(); failure.failed()) return failure;
  std::vector<ShapeColumn> known = describe_columns(header);
  std::vector<ShapeColumn> columns;
  std::vector<ColumnType> types;
  Failure failure = resolve_columns(table.wanted_columns(), known, columns, types);
  writer_.remember(table.name(), std::move(known));
  if (!failure.failed()) table.set_columns(std::move(columns), std::move(types));
  return failure;
}

Failure FlushThread::send(Delivery& delivery) {
  Table& table = delivery.table;
  std::vector<std::string> names;
  for (const ShapeColumn& column : table.columns()) names.push_back(column.name);
  InsertHeader header;
  if (Failure failure = connection_.begin_insert(quote_table(table.name()), names, delivery.block->token(), header); failure.failed()) {
    return failure;
  }
  if (Failure failure = prepare_builders(delivery, header.columns); failure.failed()) {
    connection_.close();  // the server still waits for a block
    return failure;
  }
  const std::uint64_t rows = build_columns(delivery);
  std::vector<OutgoingColumn> columns;
  for (std::size_t i = 0; i < delivery.builders.size(); ++i) {
    columns.push_back({delivery.header[i].name, delivery.header[i].type, delivery.builders[i].get()});
  }
  delivery.was_sent = true;
  if (Failure failure = connection_.send_block(columns, rows); failure.failed()) return failure;
  return connection_.finish_insert();
}

/// Turns the rows of the block into columns. Returns how many they are.
std::uint64_t FlushThread::build_columns(Delivery& delivery) {
  std::uint64_t rows = 0;
  const auto append = [&](std::span<const std::uint8_t> payload, std::uint32_t count) {
    append_rows(delivery.builders, payload.data(), count);
    rows += count;
  };
  const Block& block = *delivery.block;
  const std::span<const std::uint8_t> segment = block.segment->bytes();
  if (block.adopted) for_each_adopted_record(segment, block.segment->seed(), block.range, delivery.table.types(), append);
  else for_each_own_record(segment, block.range, append);
  return rows;
}

Failure FlushThread::prepare_builders(Delivery& delivery, const std::vector<ServerColumn>& header) {
  const auto ours = delivery.table.types();
  const auto same = [](const ServerColumn& a, const ServerColumn& b) { return a.name == b.name && a.type == b.type; };
  if (delivery.header.empty() || !std::equal(header.begin(), header.end(), delivery.header.begin(), delivery.header.end(), same)) {
    delivery.header.clear();
    delivery.builders.clear();
    std::vector<std::unique_ptr<ColumnBuilder>> builders;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const std::string& name = delivery.table.columns()[i].name;
      ColumnType theirs;
      if (i >= header.size() || header[i].name != name || header.size() != ours.size()) {
        return Failure::of(SEQ_CH_TYPE_MISMATCH, "the server expects other columns than the insert named");
      }
      Failure failure = parse_column_type(header[i].type, theirs);
      if (!failure.failed() && !packs_alike(ours[i], theirs)) {
        failure = Failure::of(SEQ_CH_TYPE_MISMATCH, "rows were made for " + name + " " + ours[i].text + ", the table has " + theirs.text);
      }
      if (failure.failed()) {
        failure.column = name;
        return failure;
      }
      builders.push_back(make_column_builder(theirs));
    }
    delivery.header = header;
    delivery.builders = std::move(builders);
  }
  for (const auto& builder : delivery.builders) builder->clear();
  return {};
}

// Soon at first, because a grant or a table may just be on its way, then ever more rarely.
std::chrono::milliseconds FlushThread::pause_of_failed(std::uint32_t attempts) const {
  const std::chrono::milliseconds growing{250u << std::min<std::uint32_t>(attempts, 12)};
  return std::min(growing, writer_.options().retry_failed);
}

void FlushThread::settle(Delivery& delivery, Failure failure) {
  const auto now = SteadyClock::now();
  if (!failure.failed()) {
    delivery.backoff.reset();
    connect_backoff_.reset();
    if (delivery.block) {
      delivery.table.acknowledged(epoch_ms());
      delivery.block.reset();
      delivery.not_before = now + writer_.options().flush_age;
    }
    if (delivery.table.state() == Table::State::failed || delivery.table.last_failure().failed()) delivery.table.recovered();
    writer_.progress().changed();
    return;
  }
  if (is_about_link(failure)) {
    // The table is not to blame: the block goes first on the next connection.
    connection_.close();
    pause_connecting();
    if (failure.status != SEQ_CH_CLOSED) note_link(failure);
    return;
  }
  if (is_passing(failure)) {
    delivery.not_before = now + std::max(delivery.backoff.next(random_()), kShortestPause);
    delivery.table.troubled(std::move(failure));
  } else {
    delivery.not_before = now + pause_of_failed(delivery.backoff.attempts());
    static_cast<void>(delivery.backoff.next(0));
    delivery.table.failed(std::move(failure));
  }
  writer_.progress().changed();
}

}  // namespace seqch
