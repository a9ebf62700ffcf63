// Loading libchdb, with an explanation when it cannot be loaded.
#pragma once

#include <string>

namespace clickhouse_host {

/// The three functions of libchdb that this program needs, as declared in its chdb.h.
struct Library {
  using Result = void;
  Result* (*query_cmdline)(int argc, char** argv) = nullptr;
  const char* (*result_error)(Result* result) = nullptr;
  void (*destroy_result)(Result* result) = nullptr;
};

/// Loads the library and keeps it loaded until the process ends. A non-empty return value is the reason why not.
[[nodiscard]] std::string load_library(const std::string& path, Library& library);

/// Says for which platform a shared library was built: "linux-x64", "darwin-arm64", "darwin-universal", …;
/// "unknown" when the header is none that we know. Reads at most `size` bytes of the file's start.
[[nodiscard]] std::string platform_of(const unsigned char* header, unsigned long size);

/// The platform that this program was built for, in the same words.
[[nodiscard]] const char* own_platform() noexcept;

}  // namespace clickhouse_host
