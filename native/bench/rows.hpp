// The rows that are pushed. modelInvocation() in app/core/bench/bench-rows.ts makes the same ones: the benchmark compares
// a hash of what ClickHouse stored from both, so they cannot drift apart unseen.
#pragma once

#include <cstdint>

#include "seqch.h"

namespace bench {

/// One call of a model as an agent reports it: 20 columns filled, about 250 bytes. Keeps the texts that it made itself.
class ModelInvocation {
 public:
  ModelInvocation(std::uint64_t index, std::uint64_t ts_ms) noexcept { make(index, ts_ms); }
  ModelInvocation(const ModelInvocation&) = delete;
  ModelInvocation& operator=(const ModelInvocation&) = delete;

  /// The same index and time give the same row.
  void make(std::uint64_t index, std::uint64_t ts_ms) noexcept;
  [[nodiscard]] const seq_ch_model_invocation_row& row() const noexcept { return row_; }

 private:
  static constexpr unsigned kTextBytes = 32;

  seq_ch_model_invocation_row row_{};
  char thread_id_[kTextBytes];
  char event_id_[kTextBytes];
  char request_id_[kTextBytes];
};

/// Tables that events are mixed over; event `number` goes into number % kMixedTables.
constexpr std::uint32_t kMixedTables = 6;
extern const char* const kMixedTableNames[kMixedTables];
seq_ch_status push_mixed(seq_ch_writer* writer, std::uint64_t number, std::uint64_t ts_ms) noexcept;

}  // namespace bench
