// Structs that grow at their end: how a caller that was compiled against another seqch.h is understood.
//
// `struct_size` is the first field and what the caller's header says. A smaller one than ours is an older caller: fields
// that it does not know are zero, which means their default, and are not filled. A larger one is a newer caller: fields
// that we do not know are ignored and left alone. Smaller than the first release is nobody's: refused.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "seqch.h"

namespace seqch {

// struct, its last field in the first release. A field that is added later changes nothing here.
#define SEQCH_GROWING_STRUCTS(X)               \
  X(seq_ch_error, message)                     \
  X(seq_ch_options, segment_bytes)             \
  X(seq_ch_journal_stats, last_error_text)     \
  X(seq_ch_stats, last_error_text)             \
  X(seq_ch_table_stats, last_error_text)       \
  X(seq_ch_context_row, segment_id)            \
  X(seq_ch_mem_event_row, payload)             \
  X(seq_ch_trace_event_row, attributes)        \
  X(seq_ch_superstep_row, error_msg)           \
  X(seq_ch_model_invocation_row, span_id)      \
  X(seq_ch_tool_call_row, span_id)

template <typename T>
inline constexpr std::size_t kFirstSize = 0;
#define SEQCH_FIRST_SIZE(T, last)                                                       \
  template <>                                                                           \
  inline constexpr std::size_t kFirstSize<T> = offsetof(T, last) + sizeof(T::last);     \
  static_assert(offsetof(T, struct_size) == 0 && std::is_trivially_copyable_v<T>);      \
  /* Padding at the end would become part of the next field: its old content is no value. */ \
  static_assert(kFirstSize<T> % alignof(T) == 0);
SEQCH_GROWING_STRUCTS(SEQCH_FIRST_SIZE)
#undef SEQCH_FIRST_SIZE

// Counters stand within other structs, so they cannot grow: new ones take the place of reserved ones.
static_assert(sizeof(seq_ch_counters) == 16 * sizeof(std::uint64_t));

/// The bytes of `*theirs` that both sides know; 0 when it is missing or of an unknown size.
template <typename T>
[[nodiscard]] std::size_t known_size(const T* theirs) noexcept {
  if (theirs == nullptr) return 0;
  std::uint32_t size = 0;
  std::memcpy(&size, theirs, sizeof size);  // not as a T: the object may be shorter than one
  return size < kFirstSize<T> ? 0 : std::min<std::size_t>(size, sizeof(T));
}

/// A caller's struct as ours. False when it is missing or of an unknown size.
template <typename T>
[[nodiscard]] bool read_struct(const T* theirs, T& ours) noexcept {
  const std::size_t size = known_size(theirs);
  if (size == 0) return false;
  ours = T{};
  std::memcpy(&ours, theirs, size);
  return true;
}

/// Fills what a caller's struct has room for; its struct_size stays. Does nothing when it is missing or of an unknown size.
template <typename T>
void write_struct(const T& ours, T* theirs) noexcept {
  constexpr std::size_t kBegin = sizeof(std::uint32_t);
  const std::size_t size = known_size(theirs);
  if (size == 0) return;
  std::memcpy(reinterpret_cast<std::byte*>(theirs) + kBegin, reinterpret_cast<const std::byte*>(&ours) + kBegin, size - kBegin);
}

}  // namespace seqch
