#include "library.hpp"

#include <dlfcn.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace clickhouse_host {
namespace {

std::uint32_t little_endian(const unsigned char* bytes, int count) {
  std::uint32_t value = 0;
  for (int i = count - 1; i >= 0; --i) value = (value << 8) | bytes[i];
  return value;
}

std::string elf_platform(const unsigned char* header) {
  constexpr std::uint32_t machine_x86_64 = 62;
  constexpr std::uint32_t machine_aarch64 = 183;
  switch (little_endian(header + 18, 2)) {
    case machine_x86_64: return "linux-x64";
    case machine_aarch64: return "linux-arm64";
    default: return "linux-unknown";
  }
}

std::string mach_o_platform(const unsigned char* header) {
  constexpr std::uint32_t cpu_x86_64 = 0x01000007;
  constexpr std::uint32_t cpu_arm64 = 0x0100000C;
  switch (little_endian(header + 4, 4)) {
    case cpu_x86_64: return "darwin-x64";
    case cpu_arm64: return "darwin-arm64";
    default: return "darwin-unknown";
  }
}

/// The reason why this file cannot be our library; empty when its header fits.
std::string check_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    const char* kind = errno == ENOENT ? "missing: " : "unreadable: ";
    return kind + path + ": " + std::strerror(errno);
  }
  unsigned char header[64] = {};
  const std::size_t size = std::fread(header, 1, sizeof header, file);
  std::fclose(file);
  const std::string platform = platform_of(header, size);
  if (platform == own_platform() || platform == "darwin-universal") return {};
  return "other-platform: " + path + " is built for " + platform + ", this program needs " + own_platform();
}

template <typename Function>
bool find(void* handle, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(handle, name));
  return function != nullptr;
}

}  // namespace

std::string platform_of(const unsigned char* header, unsigned long size) {
  if (size < 20) return "unknown";
  if (std::memcmp(header, "\x7f" "ELF", 4) == 0) return elf_platform(header);
  if (std::memcmp(header, "\xcf\xfa\xed\xfe", 4) == 0) return mach_o_platform(header);
  if (std::memcmp(header, "\xca\xfe\xba\xbe", 4) == 0) return "darwin-universal";
  return "unknown";
}

const char* own_platform() noexcept {
#if defined(__APPLE__) && defined(__aarch64__)
  return "darwin-arm64";
#elif defined(__APPLE__)
  return "darwin-x64";
#elif defined(__aarch64__)
  return "linux-arm64";
#else
  return "linux-x64";
#endif
}

std::string load_library(const std::string& path, Library& library) {
  if (std::string reason = check_file(path); !reason.empty()) return reason;
  // Lazy: the library exports hundreds of thousands of relocations, of which a start needs few.
  void* handle = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = dlerror();
    return "unloadable: " + (reason != nullptr ? std::string(reason) : path);
  }
  if (!find(handle, "chdb_query_cmdline", library.query_cmdline) ||
      !find(handle, "chdb_result_error", library.result_error) ||
      !find(handle, "chdb_destroy_query_result", library.destroy_result)) {
    return "not-libchdb: " + path + " lacks chdb_query_cmdline";
  }
  return {};
}

}  // namespace clickhouse_host
