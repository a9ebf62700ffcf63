// The rows of the crash test: each is told by its number alone, so that every byte that arrives can be checked.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "seqch.h"

namespace crash {

/// What the rows of one thread have in common. `prefix` names run, process and thread: "12.0.3.".
struct RowOrigin {
  std::string label;
  std::string prefix;
  std::uint64_t base_ms = 0;
  /// Rows lie in so many days; a block over several days becomes several parts.
  unsigned days = 1;
};

/// Pushes row `number` into typed table `table`: 0 to 5, in the order of test/crash/tables.ts.
[[nodiscard]] seq_ch_status push_typed(seq_ch_writer* writer, unsigned table, const RowOrigin& origin, std::uint64_t number);

/// The columns of seq.any_shape, in the order in which append_any_shape packs them.
inline constexpr const char* kAnyShapeColumns[] = {"ts_ms", "label", "key", "content", "amount", "tags", "maybe", "numbers"};
void append_any_shape(std::vector<std::uint8_t>& out, const RowOrigin& origin, std::uint64_t number);

}  // namespace crash
