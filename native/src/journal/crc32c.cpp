#include "journal/crc32c.hpp"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#endif

namespace seqch {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // reflected

constexpr std::array<std::array<std::uint32_t, 256>, 8> make_tables() {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = crc;
  }
  for (std::size_t table = 1; table < 8; ++table) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[table - 1][byte];
      tables[table][byte] = (before >> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

constexpr auto kTables = make_tables();

std::uint64_t load64(const std::uint8_t* at) noexcept {
  std::uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) std::uint32_t crc32c_instruction(const std::uint8_t* at, std::size_t size,
                                                                   std::uint32_t start) noexcept {
  std::uint64_t crc = ~start;
  for (; size >= 8; size -= 8, at += 8) crc = _mm_crc32_u64(crc, load64(at));
  auto rest = static_cast<std::uint32_t>(crc);
  for (; size > 0; --size, ++at) rest = _mm_crc32_u8(rest, *at);
  return ~rest;
}

bool has_instruction() noexcept { return __builtin_cpu_supports("sse4.2") != 0; }

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)

std::uint32_t crc32c_instruction(const std::uint8_t* at, std::size_t size, std::uint32_t start) noexcept {
  std::uint32_t crc = ~start;
  for (; size >= 8; size -= 8, at += 8) crc = __crc32cd(crc, load64(at));
  for (; size > 0; --size, ++at) crc = __crc32cb(crc, *at);
  return ~crc;
}

constexpr bool has_instruction() noexcept { return true; }

#else

std::uint32_t crc32c_instruction(const std::uint8_t* at, std::size_t size, std::uint32_t start) noexcept {
  return crc32c_portable(at, size, start);
}

constexpr bool has_instruction() noexcept { return false; }

#endif

}  // namespace

std::uint32_t crc32c_portable(const void* data, std::size_t size, std::uint32_t start) noexcept {
  const auto* at = static_cast<const std::uint8_t*>(data);
  std::uint32_t crc = ~start;
  for (; size >= 8; size -= 8, at += 8) {
    const std::uint64_t word = load64(at) ^ crc;
    crc = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) crc ^= kTables[7 - byte][(word >> (8 * byte)) & 0xff];
  }
  for (; size > 0; --size, ++at) crc = (crc >> 8) ^ kTables[0][(crc ^ *at) & 0xff];
  return ~crc;
}

std::uint32_t crc32c(const void* data, std::size_t size, std::uint32_t start) noexcept {
  static const bool kFast = has_instruction();
  const auto* at = static_cast<const std::uint8_t*>(data);
  return kFast ? crc32c_instruction(at, size, start) : crc32c_portable(at, size, start);
}

}  // namespace seqch
