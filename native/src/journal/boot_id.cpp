#include <array>
#include <cctype>
#include <cstdio>
#include <string>

#ifdef __APPLE__
#include <sys/sysctl.h>
#endif

#include "journal/hex.hpp"
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
  std::string digits;
  for (const char c : boot_text()) {
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0) digits += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  BootId id{};
  return parse_hex(digits, id) ? id : BootId{};
}

}  // namespace seqch
