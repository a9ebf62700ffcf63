// CRC-32C (Castagnoli), by the processor's own instruction where it has one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace seqch {

/// The checksum of `size` bytes; `start` is the checksum of what came before them.
[[nodiscard]] std::uint32_t crc32c(const void* data, std::size_t size, std::uint32_t start = 0) noexcept;

/// The same without the instruction, for processors that lack it.
[[nodiscard]] std::uint32_t crc32c_portable(const void* data, std::size_t size, std::uint32_t start = 0) noexcept;

}  // namespace seqch
