#include "values.hpp"

#include <initializer_list>

namespace seqch_addon {
namespace {

/// A counter under its name; JavaScript's numbers hold whole ones up to 2^53.
struct Named {
  template <typename Number>
  Named(const char* called, Number count) : name(called), value(static_cast<double>(count)) {}
  const char* name;
  double value;
};

napi_value numbers_value(napi_env env, std::initializer_list<Named> numbers) {
  napi_value object = nullptr;
  napi_create_object(env, &object);
  for (const Named& counted : numbers) set(env, object, counted.name, number(env, counted.value));
  return object;
}

}  // namespace

napi_value throw_misuse(napi_env env, const char* message) {
  napi_throw_type_error(env, nullptr, message);
  return nullptr;
}

napi_value undefined(napi_env env) {
  napi_value value = nullptr;
  napi_get_undefined(env, &value);
  return value;
}

napi_value number(napi_env env, double value) {
  napi_value made = nullptr;
  napi_create_double(env, value, &made);
  return made;
}

napi_value boolean(napi_env env, bool value) {
  napi_value made = nullptr;
  napi_get_boolean(env, value, &made);
  return made;
}

napi_value text(napi_env env, const char* value) {
  napi_value made = nullptr;
  napi_create_string_utf8(env, value, NAPI_AUTO_LENGTH, &made);
  return made;
}

void set(napi_env env, napi_value object, const char* name, napi_value value) {
  napi_set_named_property(env, object, name, value);
}

std::optional<std::string> read_text(napi_env env, napi_value value) {
  std::size_t size = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &size) != napi_ok) return std::nullopt;
  std::string text(size + 1, '\0');
  if (napi_get_value_string_utf8(env, value, text.data(), text.size(), &size) != napi_ok) return std::nullopt;
  text.resize(size);
  return text;
}

std::optional<double> read_number(napi_env env, napi_value value) {
  double number = 0;
  if (napi_get_value_double(env, value, &number) != napi_ok) return std::nullopt;
  return number;
}

std::optional<std::vector<std::string>> read_texts(napi_env env, napi_value value) {
  std::uint32_t length = 0;
  if (napi_get_array_length(env, value, &length) != napi_ok) return std::nullopt;
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < length; ++i) {
    napi_value element = nullptr;
    if (napi_get_element(env, value, i, &element) != napi_ok) return std::nullopt;
    auto text = read_text(env, element);
    if (!text) return std::nullopt;
    texts.push_back(*std::move(text));
  }
  return texts;
}

std::optional<napi_value> property(napi_env env, napi_value object, const char* name) {
  napi_value value = nullptr;
  napi_valuetype type = napi_undefined;
  if (napi_get_named_property(env, object, name, &value) != napi_ok) return std::nullopt;
  if (napi_typeof(env, value, &type) != napi_ok || type == napi_undefined) return std::nullopt;
  return value;
}

seq_ch_error empty_error() noexcept {
  seq_ch_error error{};
  error.struct_size = sizeof error;
  error.row = SEQ_CH_NO_ROW;
  return error;
}

napi_value error_value(napi_env env, seq_ch_status status, const seq_ch_error& error) {
  napi_value object = nullptr;
  napi_create_object(env, &object);
  set(env, object, "code", number(env, status));
  set(env, object, "name", text(env, seq_ch_status_name(status)));
  set(env, object, "message", text(env, error.message[0] != '\0' ? error.message : seq_ch_status_text(status)));
  if (error.row != SEQ_CH_NO_ROW) set(env, object, "rowIndex", number(env, static_cast<double>(error.row)));
  if (error.column[0] != '\0') set(env, object, "column", text(env, error.column));
  if (error.server_code != 0) set(env, object, "serverCode", number(env, error.server_code));
  return object;
}

napi_value counters_value(napi_env env, const seq_ch_counters& counters) {
  return numbers_value(env, {
                                {"acceptedRows", counters.accepted_rows},
                                {"acknowledgedRows", counters.acknowledged_rows},
                                {"refusedFull", counters.refused_full},
                                {"refusedInvalid", counters.refused_invalid},
                                {"refusedFailed", counters.refused_failed},
                                {"refusedJournal", counters.refused_journal},
                                {"droppedRows", counters.dropped_rows},
                                {"bufferedBytes", counters.buffered_bytes},
                                {"blocksSent", counters.blocks_sent},
                                {"blocksRetried", counters.blocks_retried},
                                {"oldestWaitingUs", counters.oldest_waiting_us},
                                {"lastAcknowledgedMs", counters.last_acknowledged_ms},
                            });
}

napi_value journal_value(napi_env env, const seq_ch_journal_stats& stats) {
  return numbers_value(env, {
                                {"fileBytes", stats.file_bytes},
                                {"segments", stats.segments},
                                {"adoptedJournals", stats.adopted_journals},
                                {"adoptedRows", stats.adopted_rows},
                                {"adoptedWaitingRows", stats.adopted_waiting_rows},
                                {"tornRecords", stats.torn_records},
                                {"damagedRecords", stats.damaged_records},
                                {"unreadableSegments", stats.unreadable_segments},
                                {"syncs", stats.syncs},
                                {"failedSyncs", stats.failed_syncs},
                                {"lastSyncMs", stats.last_sync_ms},
                                {"finishedLooks", stats.finished_looks},
                            });
}

}  // namespace seqch_addon
