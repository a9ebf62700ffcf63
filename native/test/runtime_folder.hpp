// A data directory with a runtime.json, for the tests of what reads it.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "runtime/process_start.hpp"

namespace fake {

class RuntimeFolder {
 public:
  RuntimeFolder() {
    std::string pattern = "/tmp/seqch-runtime-XXXXXX";
    path_ = ::mkdtemp(pattern.data()) != nullptr ? pattern : "";
  }
  ~RuntimeFolder() {
    ::unlink(file().c_str());
    ::rmdir(path_.c_str());
  }
  RuntimeFolder(const RuntimeFolder&) = delete;
  RuntimeFolder& operator=(const RuntimeFolder&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::string file() const { return path_ + "/runtime.json"; }

  /// As Hivebar does it: to another name, then renamed, so that a reader never sees half a file.
  void write(const std::string& text, ::mode_t mode = 0600) const {
    const std::string next = file() + ".tmp";
    std::ofstream(next, std::ios::binary) << text;
    ::chmod(next.c_str(), mode);
    ::rename(next.c_str(), file().c_str());
  }
  void write_running(std::uint16_t port) const { write(text(port)); }

  /// What a Hivebar in this process would write.
  [[nodiscard]] std::string text(std::uint16_t port, std::int64_t pid = ::getpid()) const {
    const std::string quoted = "\"" + seqch::process_start(pid) + "\"";
    return R"({"version": 1, "pid": )" + std::to_string(pid) + R"(, "processStarted": )" + quoted + R"(, "dataDir": ")" + path_ +
           R"(", "httpUrl": "http://127.0.0.1:8123", "host": "127.0.0.1", "httpPort": 8123, "tcpPort": )" + std::to_string(port) +
           R"(, "startedAt": "2026-01-02T03:04:05.678Z", "engine": "libchdb", "engineVersion": "26.7.1", "users": {)" +
           R"("admin": {"name": "admin", "password": "a"}, "writer": {"name": "writer", "password": "w"}}})";
  }

 private:
  std::string path_;
};

}  // namespace fake
