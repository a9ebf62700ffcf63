#include <array>
#include <cstdio>
#include <cstring>
#include <string>

#ifdef __APPLE__
#include <sys/sysctl.h>
#endif

#include "journal/journal.hpp"

namespace seqch {
namespace {

/// The system's own text, a UUID.
std::string boot_text() {
  std::array<char, 64> text{};
#ifdef __APPLE__
  std::size_t size = text.size() - 1;
  if (sysctlbyname("kern.bootsessionuuid", text.data(), &size, nullptr, 0) != 0) return {};
#else
  std::FILE* const file = std::fopen("/proc/sys/kernel/random/boot_id", "re");
  if (file == nullptr) return {};
  static_cast<void>(std::fread(text.data(), 1, text.size() - 1, file));
  std::fclose(file);
#endif
  return text.data();
}

}  // namespace

// A system that does not tell gives zeros: replay then believes what was acknowledged, as after the death of a process.
BootId read_boot_id() {
  BootId id{};
  std::size_t digits = 0;
  for (const char c : boot_text()) {
    const std::size_t digit = std::string("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (digit == std::string::npos || digits == 2 * id.size()) continue;
    id[digits / 2] = static_cast<std::uint8_t>(digits % 2 == 0 ? digit << 4 : id[digits / 2] | digit);
    ++digits;
  }
  return id;
}

}  // namespace seqch
