// The C face: turns handles into objects, failures into codes, and lets no exception out.
#include "seqch.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

#include "runtime/data_dir.hpp"
#include "runtime/runtime_file.hpp"
#include "writer/handles.hpp"

namespace {

using seqch::Failure;
using seqch::guarded;
using seqch::report;

std::string text_or(const char* text, const char* otherwise) { return text != nullptr ? text : otherwise; }

template <typename T>
T value_or(T value, T otherwise) { return value != 0 ? value : otherwise; }

std::chrono::milliseconds ms(std::uint32_t value, std::chrono::milliseconds otherwise) {
  return value != 0 ? std::chrono::milliseconds{value} : otherwise;
}

constexpr std::uint32_t kMostConnections = 16;

/// On two cores a second connection takes from the first what it gains: the server needs them both.
std::uint32_t default_connections() { return std::thread::hardware_concurrency() >= 4 ? 2 : 1; }

/// Everything but the server.
seqch::WriterOptions writer_options(const seq_ch_options& options) {
  seqch::WriterOptions made;
  made.time_limits.connect = ms(options.connect_timeout_ms, made.time_limits.connect);
  made.time_limits.request = ms(options.request_timeout_ms, made.time_limits.request);
  made.flush_age = ms(options.flush_age_ms, made.flush_age);
  made.block_limits.rows = value_or<std::uint64_t>(options.block_rows, made.block_limits.rows);
  made.block_limits.bytes = value_or<std::uint64_t>(options.block_bytes, made.block_limits.bytes);
  made.retry_failed = ms(options.retry_failed_ms, made.retry_failed);
  made.connections = std::min(value_or(options.connections, default_connections()), kMostConnections);
  made.journal.dir = text_or(options.journal_dir, "");
  made.journal.segment_bytes = value_or(options.segment_bytes, made.journal.segment_bytes);
  made.journal.sync_interval = ms(options.sync_interval_ms, made.journal.sync_interval);
  return made;
}

/// `made` is complete but for the size of the buffer, which depends on where it lies.
Failure open_writer(seqch::WriterOptions made, const seq_ch_options& options, seq_ch_writer** writer) {
  if (made.journal.segment_bytes < seqch::kSmallestSegmentBytes) {
    return Failure::of(SEQ_CH_INVALID_ARGUMENT,
                       "segment_bytes must be at least " + std::to_string(seqch::kSmallestSegmentBytes));
  }
  const std::uint64_t most = made.journal.dir.empty() ? seqch::kMaxBytesInMemory : made.journal.max_bytes;
  made.max_buffered_bytes = value_or(options.max_buffered_bytes, most);
  made.journal.max_bytes = made.max_buffered_bytes;
  seqch::count_forks();
  std::unique_ptr<seqch::Journal> journal;
  if (Failure failure = seqch::Journal::open(made.journal, journal); failure.failed()) return failure;
  *writer = new seq_ch_writer(std::move(made), std::move(journal));
  return {};
}

template <typename Row>
seq_ch_status push_row(seq_ch_writer* writer, const Row* row) noexcept {
  if (writer == nullptr || row == nullptr) return SEQ_CH_INVALID_ARGUMENT;
  if (!writer->is_of_this_process()) return SEQ_CH_CLOSED;
  const std::size_t size = seqch::known_size(row);
  if (size == sizeof(Row)) return guarded([&] { return writer->writer.push(*row); });
  Row ours;
  if (!seqch::read_struct(row, ours)) return SEQ_CH_INVALID_ARGUMENT;
  return guarded([&] { return writer->writer.push(ours); });
}

struct StatusEntry {
  int code;
  const char* name;
  const char* text;
};
constexpr StatusEntry kStatuses[] = {
#define SEQCH_STATUS_ENTRY(name, code, text) {code, #name, text},
    SEQ_CH_STATUS_TABLE(SEQCH_STATUS_ENTRY)
#undef SEQCH_STATUS_ENTRY
};

const StatusEntry* find_status(int status) noexcept {
  const auto* found = std::find_if(std::begin(kStatuses), std::end(kStatuses), [&](const StatusEntry& e) { return e.code == status; });
  return found == std::end(kStatuses) ? nullptr : found;
}

}  // namespace

std::uint32_t seq_ch_abi_version(void) { return SEQ_CH_ABI_VERSION; }

const char* seq_ch_status_text(int status) {
  const StatusEntry* entry = find_status(status);
  return entry != nullptr ? entry->text : "unknown";
}

const char* seq_ch_status_name(int status) {
  const StatusEntry* entry = find_status(status);
  return entry != nullptr ? entry->name : "unknown";
}

seq_ch_status seq_ch_open(const seq_ch_options* options, seq_ch_writer** writer, seq_ch_error* error) {
  seq_ch_options ours;
  if (writer == nullptr || !seqch::read_struct(options, ours) || ours.port == 0) return report(SEQ_CH_INVALID_ARGUMENT, error);
  return guarded(error, [&] {
    seqch::WriterOptions made = writer_options(ours);
    made.endpoint = {text_or(ours.host, "127.0.0.1"), ours.port, text_or(ours.user, "default"), text_or(ours.password, "")};
    return report(open_writer(std::move(made), ours, writer), error);
  });
}

seq_ch_status seq_ch_open_running(const char* data_dir, const seq_ch_options* options, seq_ch_writer** writer,
                                  seq_ch_error* error) {
  seq_ch_options ours{};
  if (writer == nullptr || (options != nullptr && !seqch::read_struct(options, ours))) {
    return report(SEQ_CH_INVALID_ARGUMENT, error);
  }
  return guarded(error, [&] {
    const std::string dir = data_dir != nullptr ? data_dir : seqch::default_data_dir(seqch::data_dir_facts());
    if (dir.empty()) {
      return report(Failure::of(SEQ_CH_NOT_RUNNING, "this account has no home directory: name the data directory"), error);
    }
    seqch::Runtime runtime;
    if (Failure failure = seqch::read_runtime(dir, runtime); failure.failed()) return report(failure, error);
    seqch::WriterOptions made = writer_options(ours);
    made.endpoint = runtime.endpoint;
    made.locate = [dir](seqch::Endpoint& endpoint) {
      seqch::Runtime now;
      Failure failure = seqch::read_runtime(dir, now);
      if (!failure.failed()) endpoint = std::move(now.endpoint);
      return failure;
    };
    if (ours.journal_dir == nullptr) made.journal.dir = dir + "/journal";
    return report(open_writer(std::move(made), ours, writer), error);
  });
}

seq_ch_status seq_ch_set_server(seq_ch_writer* writer, const char* host, std::uint16_t port) {
  if (writer == nullptr || port == 0) return SEQ_CH_INVALID_ARGUMENT;
  return guarded([&] {
    if (!writer->is_of_this_process() || writer->writer.is_closing()) return SEQ_CH_CLOSED;
    if (writer->writer.options().locate) return SEQ_CH_INVALID_ARGUMENT;
    writer->writer.set_server(text_or(host, ""), port);
    return SEQ_CH_OK;
  });
}

seq_ch_status seq_ch_flush(seq_ch_writer* writer, std::uint32_t timeout_ms, seq_ch_error* error) {
  if (writer == nullptr) return report(SEQ_CH_INVALID_ARGUMENT, error);
  return guarded(error, [&] {
    if (!writer->is_of_this_process() || writer->writer.is_closing()) return report(SEQ_CH_CLOSED, error);
    return report(writer->writer.flush(std::chrono::milliseconds{timeout_ms}), error);
  });
}

seq_ch_status seq_ch_close(seq_ch_writer* writer, std::uint32_t timeout_ms, std::uint64_t* unacknowledged_rows) {
  if (writer == nullptr) return SEQ_CH_INVALID_ARGUMENT;
  if (!writer->is_of_this_process()) return SEQ_CH_CLOSED;
  return guarded([&] {
    bool was_open = false;
    const std::uint64_t left = writer->writer.close(std::chrono::milliseconds{timeout_ms}, was_open);
    if (unacknowledged_rows != nullptr) *unacknowledged_rows = left;
    return !was_open ? SEQ_CH_CLOSED : left > 0 ? SEQ_CH_UNACKNOWLEDGED : SEQ_CH_OK;
  });
}

void seq_ch_free(seq_ch_writer* writer) {
  // In the child of a fork the memory is left to the end of the process: there are no threads to wait for.
  if (writer != nullptr && writer->is_of_this_process()) delete writer;
}

seq_ch_status seq_ch_table_open(seq_ch_writer* writer, const char* name, const char* const* columns, std::size_t n,
                                seq_ch_table** table) {
  if (writer == nullptr || name == nullptr || table == nullptr || (columns == nullptr && n > 0)) return SEQ_CH_INVALID_ARGUMENT;
  const char* dot = std::strchr(name, '.');
  if (dot == nullptr || dot == name || dot[1] == '\0') return SEQ_CH_INVALID_ARGUMENT;
  for (std::size_t i = 0; i < n; ++i) {
    if (columns[i] == nullptr || columns[i][0] == '\0') return SEQ_CH_INVALID_ARGUMENT;
  }
  return guarded([&] {
    if (!writer->is_of_this_process() || writer->writer.is_closing()) return SEQ_CH_CLOSED;
    seqch::Table& opened = writer->writer.open_table(name, std::vector<std::string>(columns, columns + n));
    const std::lock_guard lock(writer->mutex);
    for (const auto& handle : writer->handles) {
      if (handle->table == &opened) {
        *table = handle.get();
        return SEQ_CH_OK;
      }
    }
    writer->handles.push_back(std::make_unique<seq_ch_table>(seq_ch_table{writer, &opened}));
    *table = writer->handles.back().get();
    return SEQ_CH_OK;
  });
}

seq_ch_status seq_ch_table_wait(seq_ch_table* table, std::uint32_t timeout_ms, seq_ch_error* error) {
  if (table == nullptr) return report(SEQ_CH_INVALID_ARGUMENT, error);
  if (!table->owner->is_of_this_process()) return report(SEQ_CH_CLOSED, error);
  return guarded(error, [&] {
    return report(table->owner->writer.wait_for_types(*table->table, std::chrono::milliseconds{timeout_ms}), error);
  });
}

seq_ch_status seq_ch_table_types(seq_ch_table* table, seq_ch_column* columns, std::size_t capacity, std::size_t* n) {
  if (table == nullptr || n == nullptr || (columns == nullptr && capacity > 0)) return SEQ_CH_INVALID_ARGUMENT;
  if (!table->owner->is_of_this_process()) return SEQ_CH_CLOSED;
  return guarded([&] {
    if (!table->table->has_types()) {
      const Failure failure = table->table->last_failure();
      return table->table->state() == seqch::Table::State::failed ? failure.status : SEQ_CH_NOT_READY;
    }
    const auto known = table->table->columns();
    *n = known.size();
    for (std::size_t i = 0; i < std::min(capacity, known.size()); ++i) {
      columns[i] = {known[i].name.c_str(), known[i].type_text.c_str(), known[i].default_kind};
    }
    return SEQ_CH_OK;
  });
}

seq_ch_status seq_ch_push_rows(seq_ch_table* table, const void* bytes, std::size_t size, std::uint64_t n_rows,
                               seq_ch_error* error) {
  if (table == nullptr || (bytes == nullptr && size > 0)) return report(SEQ_CH_INVALID_ARGUMENT, error);
  if (!table->owner->is_of_this_process()) return report(SEQ_CH_CLOSED, error);
  return guarded(error, [&] {
    return report(table->owner->writer.push_rows(*table->table, {static_cast<const std::uint8_t*>(bytes), size}, n_rows), error);
  });
}

seq_ch_status seq_ch_push_context(seq_ch_writer* writer, const seq_ch_context_row* row) { return push_row(writer, row); }
seq_ch_status seq_ch_push_mem_event(seq_ch_writer* writer, const seq_ch_mem_event_row* row) { return push_row(writer, row); }
seq_ch_status seq_ch_push_trace_event(seq_ch_writer* writer, const seq_ch_trace_event_row* row) {
  return push_row(writer, row);
}
seq_ch_status seq_ch_push_superstep(seq_ch_writer* writer, const seq_ch_superstep_row* row) { return push_row(writer, row); }
seq_ch_status seq_ch_push_model_invocation(seq_ch_writer* writer, const seq_ch_model_invocation_row* row) {
  return push_row(writer, row);
}
seq_ch_status seq_ch_push_tool_call(seq_ch_writer* writer, const seq_ch_tool_call_row* row) { return push_row(writer, row); }
