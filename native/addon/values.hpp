// Small conversions between JavaScript values and ours.
#pragma once

#include <node_api.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "seqch.h"

namespace seqch_addon {

/// Throws a TypeError: the caller broke the contract of seqch.d.ts, which is a bug and no expected failure.
napi_value throw_misuse(napi_env env, const char* message);

[[nodiscard]] napi_value undefined(napi_env env);
[[nodiscard]] napi_value number(napi_env env, double value);
[[nodiscard]] napi_value boolean(napi_env env, bool value);
[[nodiscard]] napi_value text(napi_env env, const char* value);
void set(napi_env env, napi_value object, const char* name, napi_value value);

/// The following return nothing when the value is of another type.
[[nodiscard]] std::optional<std::string> read_text(napi_env env, napi_value value);
[[nodiscard]] std::optional<double> read_number(napi_env env, napi_value value);
[[nodiscard]] std::optional<std::vector<std::string>> read_texts(napi_env env, napi_value value);
/// The property, or nothing when it is missing or undefined.
[[nodiscard]] std::optional<napi_value> property(napi_env env, napi_value object, const char* name);

[[nodiscard]] seq_ch_error empty_error() noexcept;
/// A SeqchError of seqch.d.ts; fills in the status' text where `error` has none.
[[nodiscard]] napi_value error_value(napi_env env, seq_ch_status status, const seq_ch_error& error);
[[nodiscard]] napi_value counters_value(napi_env env, const seq_ch_counters& counters);
/// A JournalStats of seqch.d.ts, but for its last error.
[[nodiscard]] napi_value journal_value(napi_env env, const seq_ch_journal_stats& stats);

/// The arguments of a call; `argument(i)` is undefined when fewer were given.
class Arguments {
 public:
  static constexpr std::size_t kMost = 5;
  Arguments(napi_env env, napi_callback_info info) noexcept { napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr); }
  [[nodiscard]] napi_value operator[](std::size_t index) const noexcept { return values_[index]; }

 private:
  std::size_t count_ = kMost;
  napi_value values_[kMost] = {};
};

}  // namespace seqch_addon
