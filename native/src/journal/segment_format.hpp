// How a segment lies on disk: docs/formats/journal.md. Nothing here may change without a new format version.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "journal/crc32c.hpp"

namespace seqch {

inline constexpr std::array<char, 8> kSegmentMagic = {'S', 'E', 'Q', 'C', 'H', 'J', 'N', 'L'};
inline constexpr std::uint32_t kSegmentVersion = 1;
inline constexpr std::size_t kCommittedAt = 128;
inline constexpr std::size_t kAcknowledgedAt = 256;
inline constexpr std::size_t kDurableAt = 384;
inline constexpr std::size_t kDescriptionAt = 512;
inline constexpr std::size_t kDataAlignment = 64;
inline constexpr std::size_t kRecordAlignment = 8;
/// Columns with their names and types; ClickHouse's own tables need some kilobytes.
inline constexpr std::size_t kMaxDescriptionBytes = 1024 * 1024;

using JournalId = std::array<std::uint8_t, 16>;
using BootId = std::array<std::uint8_t, 16>;

struct SegmentHeader {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t data_offset;
  std::uint64_t capacity;
  JournalId journal_id;
  std::uint64_t number;
  BootId boot_id;
  std::uint64_t created_ms;
  std::uint32_t description_bytes;
  std::uint32_t description_crc;
  std::uint32_t header_crc;
  std::uint32_t zero;
};
static_assert(sizeof(SegmentHeader) == 88 && offsetof(SegmentHeader, header_crc) == 80);

struct RecordHead {
  std::uint32_t payload_bytes;
  std::uint32_t rows;
  std::uint32_t payload_crc;
  std::uint32_t head_crc;

  [[nodiscard]] bool is_cut() const noexcept { return rows == 0; }
};
static_assert(sizeof(RecordHead) == 16);

template <typename T>
constexpr T round_up(T value, std::size_t alignment) noexcept {
  return static_cast<T>((value + alignment - 1) / alignment * alignment);
}

/// The bytes that a record with this payload takes.
constexpr std::uint64_t record_bytes(std::uint64_t payload_bytes) noexcept {
  return sizeof(RecordHead) + round_up(payload_bytes, kRecordAlignment);
}

/// What record heads of a segment begin their checksum with: a record of another segment does not count here.
inline std::uint32_t record_seed(const JournalId& id, std::uint64_t number) noexcept {
  return crc32c(&number, sizeof number, crc32c(id.data(), id.size()));
}

inline std::uint32_t head_crc(const RecordHead& head, std::uint32_t seed) noexcept {
  return crc32c(&head, offsetof(RecordHead, head_crc), seed);
}

// --- Positions: an offset in the lower 48 bits, a check of it in the upper 16.

inline constexpr std::uint64_t kOffsetMask = (std::uint64_t{1} << 48) - 1;

constexpr std::uint64_t position_of(std::uint64_t offset) noexcept {
  return offset | (offset * 0x9E3779B97F4A7C15u & ~kOffsetMask);
}
/// Whether `position` was made by position_of.
constexpr bool is_position(std::uint64_t position) noexcept { return position_of(position & kOffsetMask) == position; }
constexpr std::uint64_t offset_of(std::uint64_t position) noexcept { return position & kOffsetMask; }

/// Positions are shared with other threads and, through the file, with a later process: one whole store, one whole load.
/// A release store pairs with the acquire load here: whoever sees the offset sees the bytes before it.
inline void store_position(std::uint8_t* at, std::uint64_t offset) noexcept {
  __atomic_store_n(reinterpret_cast<std::uint64_t*>(at), position_of(offset), __ATOMIC_RELEASE);
}
inline std::uint64_t load_position(const std::uint8_t* at) noexcept {
  return __atomic_load_n(reinterpret_cast<const std::uint64_t*>(at), __ATOMIC_ACQUIRE);
}

}  // namespace seqch
