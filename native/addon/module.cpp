// The addon: seqch.h for JavaScript, function by function, and nothing else. seqch.d.ts describes what is exported.
// No state outside of the handles, so any number of environments (workers) can load it.

#include <node_api.h>

#include <cstdio>
#include <memory>
#include <type_traits>
#include <utility>

#include "handles.hpp"
#include "promise.hpp"
#include "values.hpp"

namespace seqch_addon {
namespace {

struct CallOutcome {
  seq_ch_status status = SEQ_CH_OK;
  seq_ch_error error = empty_error();
  std::uint64_t rows = 0;
};

napi_value nothing_or_error(napi_env env, const CallOutcome& outcome) {
  return outcome.status == SEQ_CH_OK ? undefined(env) : error_value(env, outcome.status, outcome.error);
}

std::optional<std::uint32_t> read_ms(napi_env env, napi_value value) {
  const auto number = read_number(env, value);
  if (!number || !(*number >= 0) || *number > 4e9) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

napi_value abi_version(napi_env env, napi_callback_info) { return number(env, seq_ch_abi_version()); }

napi_value open(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  std::string host, user, password, journal_dir;
  seq_ch_options options{};
  options.struct_size = sizeof options;
  const auto read_string = [&](const char* name, std::string& into, const char*& field) {
    const auto value = property(env, arguments[0], name);
    if (!value) return true;
    auto read = read_text(env, *value);
    if (!read) return false;
    into = *std::move(read);
    field = into.c_str();
    return true;
  };
  bool understood = read_string("host", host, options.host) && read_string("user", user, options.user) &&
                    read_string("password", password, options.password) &&
                    read_string("journalDir", journal_dir, options.journal_dir);
  const auto read_limit = [&](const char* name, double most, auto& field) {
    const auto value = property(env, arguments[0], name);
    if (!value) return;
    const auto read = read_number(env, *value);
    understood = understood && read && *read >= 0 && *read <= most;
    if (understood) field = static_cast<std::remove_reference_t<decltype(field)>>(*read);
  };
  read_limit("port", 65535, options.port);
  read_limit("maxBufferedBytes", 1e15, options.max_buffered_bytes);
  read_limit("flushAgeMs", 4e9, options.flush_age_ms);
  read_limit("blockRows", 4e9, options.block_rows);
  read_limit("blockBytes", 4e9, options.block_bytes);
  read_limit("connectTimeoutMs", 4e9, options.connect_timeout_ms);
  read_limit("requestTimeoutMs", 4e9, options.request_timeout_ms);
  read_limit("retryFailedMs", 4e9, options.retry_failed_ms);
  read_limit("segmentBytes", 1e12, options.segment_bytes);
  read_limit("syncIntervalMs", 4e9, options.sync_interval_ms);
  if (!understood) return throw_misuse(env, "open takes an object of WriterOptions");

  seq_ch_writer* writer = nullptr;
  seq_ch_error error = empty_error();
  const seq_ch_status status = seq_ch_open(&options, &writer, &error);
  if (status != SEQ_CH_OK) return error_value(env, status, error);
  return wrap(env, std::make_unique<WriterHandle>(WriterHandle{std::make_shared<WriterOwner>(writer)}));
}

napi_value set_server(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const WriterHandle* writer = as_writer(env, arguments[0]);
  const auto host = read_text(env, arguments[1]);
  const auto port = read_number(env, arguments[2]);
  if (writer == nullptr || !host || !port || !(*port >= 0 && *port <= 65535)) {
    return throw_misuse(env, "setServer takes a writer, a host and a port");
  }
  const seq_ch_status status = seq_ch_set_server(writer->owner->get(), host->c_str(), static_cast<std::uint16_t>(*port));
  return status == SEQ_CH_OK ? undefined(env) : error_value(env, status, empty_error());
}

napi_value table_open(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const WriterHandle* writer = as_writer(env, arguments[0]);
  const auto name = read_text(env, arguments[1]);
  const auto columns = read_texts(env, arguments[2]);
  if (writer == nullptr || !name || !columns) return throw_misuse(env, "tableOpen takes a writer, a name and an array of names");
  std::vector<const char*> pointers;
  for (const std::string& column : *columns) pointers.push_back(column.c_str());
  seq_ch_table* table = nullptr;
  const seq_ch_status status = seq_ch_table_open(writer->owner->get(), name->c_str(), pointers.data(), pointers.size(), &table);
  if (status != SEQ_CH_OK) return error_value(env, status, empty_error());
  return wrap(env, std::make_unique<TableHandle>(TableHandle{writer->owner, table}));
}

napi_value table_wait(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const TableHandle* table = as_table(env, arguments[0]);
  const auto timeout = read_ms(env, arguments[1]);
  if (table == nullptr || !timeout) return throw_misuse(env, "tableWait takes a table and milliseconds");
  const auto work = [handle = *table, ms = *timeout](CallOutcome& outcome) {
    outcome.status = seq_ch_table_wait(handle.table, ms, &outcome.error);
  };
  return promise<CallOutcome>(env, "seqch.tableWait", work, nothing_or_error);
}

napi_value table_types(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const TableHandle* table = as_table(env, arguments[0]);
  if (table == nullptr) return throw_misuse(env, "tableTypes takes a table");
  std::size_t count = 0;
  seq_ch_status status = seq_ch_table_types(table->table, nullptr, 0, &count);
  std::vector<seq_ch_column> columns(count);
  if (status == SEQ_CH_OK) status = seq_ch_table_types(table->table, columns.data(), columns.size(), &count);
  if (status != SEQ_CH_OK) return error_value(env, status, empty_error());
  napi_value list = nullptr;
  napi_create_array_with_length(env, count, &list);
  for (std::uint32_t i = 0; i < count; ++i) {
    napi_value column = nullptr;
    napi_create_object(env, &column);
    set(env, column, "name", text(env, columns[i].name));
    set(env, column, "type", text(env, columns[i].type));
    set(env, column, "hasDefault", boolean(env, columns[i].default_kind == SEQ_CH_DEFAULT_EXPRESSION));
    napi_set_element(env, list, i, column);
  }
  return list;
}

napi_value push(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const TableHandle* table = as_table(env, arguments[0]);
  void* data = nullptr;
  std::size_t size = 0;
  napi_typedarray_type type = napi_int8_array;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::uint32_t rows = 0;
  if (table == nullptr || napi_get_typedarray_info(env, arguments[1], &type, &size, &data, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array || napi_get_value_uint32(env, arguments[2], &offset) != napi_ok ||
      napi_get_value_uint32(env, arguments[3], &length) != napi_ok || napi_get_value_uint32(env, arguments[4], &rows) != napi_ok ||
      offset > size || length > size - offset) {
    return throw_misuse(env, "push takes a table, a Uint8Array, an offset and a length within it, and a number of rows");
  }
  seq_ch_error error = empty_error();
  const seq_ch_status status = seq_ch_push_rows(table->table, static_cast<const std::uint8_t*>(data) + offset, length, rows, &error);
  return status == SEQ_CH_OK ? undefined(env) : error_value(env, status, error);
}

napi_value flush(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const WriterHandle* writer = as_writer(env, arguments[0]);
  const auto timeout = read_ms(env, arguments[1]);
  if (writer == nullptr || !timeout) return throw_misuse(env, "flush takes a writer and milliseconds");
  const auto work = [owner = writer->owner, ms = *timeout](CallOutcome& outcome) {
    outcome.status = seq_ch_flush(owner->get(), ms, &outcome.error);
  };
  return promise<CallOutcome>(env, "seqch.flush", work, nothing_or_error);
}

napi_value close(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const WriterHandle* writer = as_writer(env, arguments[0]);
  const auto timeout = read_ms(env, arguments[1]);
  if (writer == nullptr || !timeout) return throw_misuse(env, "close takes a writer and milliseconds");
  const auto work = [owner = writer->owner, ms = *timeout](CallOutcome& outcome) {
    outcome.status = seq_ch_close(owner->get(), ms, &outcome.rows);
  };
  const auto finish = [](napi_env done_env, const CallOutcome& outcome) {
    return number(done_env, static_cast<double>(outcome.rows));
  };
  return promise<CallOutcome>(env, "seqch.close", work, finish);
}

void set_last_error(napi_env env, napi_value object, seq_ch_status status, std::int32_t server_code, const char* message) {
  seq_ch_error error = empty_error();
  if (status == SEQ_CH_OK) return;
  error.server_code = server_code;
  std::snprintf(error.message, sizeof error.message, "%s", message);
  set(env, object, "lastError", error_value(env, status, error));
}

napi_value stats(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const WriterHandle* writer = as_writer(env, arguments[0]);
  if (writer == nullptr) return throw_misuse(env, "stats takes a writer");
  seq_ch_stats read{};
  read.struct_size = sizeof read;
  if (const seq_ch_status status = seq_ch_get_stats(writer->owner->get(), &read); status != SEQ_CH_OK) {
    return throw_misuse(env, seq_ch_status_text(status));
  }
  napi_value object = nullptr;
  napi_create_object(env, &object);
  set(env, object, "connected", boolean(env, read.connected != 0));
  set(env, object, "closed", boolean(env, read.closed != 0));
  set(env, object, "failedTables", number(env, read.failed_tables));
  set(env, object, "connects", number(env, static_cast<double>(read.connects)));
  set(env, object, "server", text(env, read.server));
  set(env, object, "total", counters_value(env, read.total));
  set_last_error(env, object, read.last_error, read.last_server_code, read.last_error_text);

  napi_value tables = nullptr;
  napi_create_array_with_length(env, read.table_count, &tables);
  for (std::uint32_t i = 0; i < read.table_count; ++i) {
    seq_ch_table_stats table{};
    table.struct_size = sizeof table;
    if (seq_ch_table_stats_at(writer->owner->get(), i, &table) != SEQ_CH_OK) continue;
    napi_value entry = nullptr;
    napi_create_object(env, &entry);
    set(env, entry, "name", text(env, table.name));
    set(env, entry, "failed", boolean(env, table.failed != 0));
    set(env, entry, "ready", boolean(env, table.ready != 0));
    set(env, entry, "counters", counters_value(env, table.counters));
    set_last_error(env, entry, table.last_error, table.last_server_code, table.last_error_text);
    napi_set_element(env, tables, i, entry);
  }
  set(env, object, "tables", tables);
  return object;
}

napi_value journal_stats(napi_env env, napi_callback_info info) {
  const Arguments arguments(env, info);
  const WriterHandle* writer = as_writer(env, arguments[0]);
  if (writer == nullptr) return throw_misuse(env, "journalStats takes a writer");
  seq_ch_journal_stats read{};
  read.struct_size = sizeof read;
  if (const seq_ch_status status = seq_ch_get_journal_stats(writer->owner->get(), &read); status != SEQ_CH_OK) {
    return throw_misuse(env, seq_ch_status_text(status));
  }
  const napi_value object = journal_value(env, read);
  set_last_error(env, object, read.last_error, 0, read.last_error_text);
  return object;
}

void export_function(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
  set(env, exports, name, function);
}

}  // namespace
}  // namespace seqch_addon

NAPI_MODULE_INIT() {
  using namespace seqch_addon;
  export_function(env, exports, "abiVersion", abi_version);
  export_function(env, exports, "open", open);
  export_function(env, exports, "setServer", set_server);
  export_function(env, exports, "tableOpen", table_open);
  export_function(env, exports, "tableWait", table_wait);
  export_function(env, exports, "tableTypes", table_types);
  export_function(env, exports, "push", push);
  export_function(env, exports, "flush", flush);
  export_function(env, exports, "stats", stats);
  export_function(env, exports, "journalStats", journal_stats);
  export_function(env, exports, "close", close);
  return exports;
}
