#include "runtime/runtime_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>

#include "runtime/json_reader.hpp"
#include "runtime/process_start.hpp"

namespace seqch {
namespace {

constexpr std::int64_t kVersion = 1;

Failure bad(const std::string& what) { return Failure::of(SEQ_CH_BAD_RUNTIME_FILE, "runtime.json " + what); }

std::string octal(unsigned mode) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3) digits += static_cast<char>('0' + (mode >> shift & 7));
  return digits;
}

std::optional<std::string> text_of(const JsonValue* value) {
  if (value == nullptr || value->kind != JsonValue::Kind::string || value->text.empty()) return std::nullopt;
  return value->text;
}

/// An open file that is closed at the end of its scope.
class File {
 public:
  // Without O_NONBLOCK a pipe of that name would hold us for ever.
  explicit File(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int fd() const noexcept { return fd_; }

 private:
  const int fd_;
};

/// Whoever else can read the file knows our passwords; whoever can write it decides where our rows go.
Failure check_owner(int fd) {
  struct stat facts {};
  if (::fstat(fd, &facts) != 0) return bad(std::string("cannot be examined: ") + std::strerror(errno));
  if (!S_ISREG(facts.st_mode)) return bad("is no regular file");
  const uid_t us = ::geteuid();
  if (us != 0 && facts.st_uid != us) {
    return bad("belongs to account " + std::to_string(facts.st_uid) + ", not to ours, " + std::to_string(us));
  }
  if ((facts.st_mode & 077) != 0) {
    return bad("has mode " + octal(facts.st_mode & 07777) + ", so others may read or change it; it must be 0600");
  }
  return {};
}

Failure read_all(int fd, std::string& text) {
  std::array<char, 4096> piece{};
  for (;;) {
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return bad(std::string("cannot be read: ") + std::strerror(errno));
    if (got == 0) return {};
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > kMaxJsonBytes) return bad("is longer than 64 KiB");
  }
}

}  // namespace

Failure parse_runtime(std::string_view text, Runtime& runtime) {
  JsonValue root;
  if (const std::string problem = parse_json(text, root); !problem.empty()) return bad("is not understood: " + problem);
  if (root.kind != JsonValue::Kind::object) return bad("is not understood: it is no object");

  // The version first: the other keys mean something only when it is ours.
  const JsonValue* version = root.find("version");
  const std::optional<std::int64_t> number = version != nullptr ? version->integer() : std::nullopt;
  if (!number) return bad("names no version");
  if (*number != kVersion) {
    return bad("has version " + std::to_string(*number) + ", this library knows " + std::to_string(kVersion));
  }

  const auto lacks = [](const char* key) {
    return bad(std::string("is not understood: the value of ") + key + " is missing or of another kind");
  };
  const auto integer_at = [&](const char* key) {
    const JsonValue* value = root.find(key);
    return value != nullptr ? value->integer() : std::nullopt;
  };
  const std::optional<std::int64_t> pid = integer_at("pid");
  if (!pid || *pid <= 0) return lacks("pid");
  const std::optional<std::string> started = text_of(root.find("processStarted"));
  if (!started) return lacks("processStarted");
  const std::optional<std::string> data_dir = text_of(root.find("dataDir"));
  if (!data_dir) return lacks("dataDir");
  const std::optional<std::string> host = text_of(root.find("host"));
  if (!host) return lacks("host");
  const std::optional<std::int64_t> port = integer_at("tcpPort");
  if (!port || *port <= 0 || *port > std::numeric_limits<std::uint16_t>::max()) return lacks("tcpPort");
  const JsonValue* users = root.find("users");
  const JsonValue* writer = users != nullptr ? users->find("writer") : nullptr;
  if (writer == nullptr) return lacks("users.writer");
  const std::optional<std::string> name = text_of(writer->find("name"));
  if (!name) return lacks("users.writer.name");
  const JsonValue* password = writer->find("password");
  if (password == nullptr || password->kind != JsonValue::Kind::string) return lacks("users.writer.password");

  runtime.endpoint = {*host, static_cast<std::uint16_t>(*port), *name, password->text};
  runtime.data_dir = *data_dir;
  runtime.pid = *pid;
  runtime.process_started = *started;
  return {};
}

Failure read_runtime(const std::string& data_dir, Runtime& runtime) {
  const File file(data_dir + "/runtime.json");
  if (file.fd() < 0) {
    const int reason = errno;
    if (reason == ENOENT || reason == ENOTDIR) {
      return Failure::of(SEQ_CH_NOT_RUNNING, "Hivebar is not running: there is no runtime.json in " + data_dir);
    }
    return bad("in " + data_dir + " cannot be opened: " + std::strerror(reason));
  }
  if (Failure failure = check_owner(file.fd()); failure.failed()) return failure;
  std::string text;
  if (Failure failure = read_all(file.fd(), text); failure.failed()) return failure;
  Runtime read;
  if (Failure failure = parse_runtime(text, read); failure.failed()) return failure;
  if (process_start(read.pid) != read.process_started) {
    return Failure::of(SEQ_CH_NOT_RUNNING, "Hivebar is not running: process " + std::to_string(read.pid) +
                                               ", which wrote runtime.json in " + data_dir + ", has ended");
  }
  runtime = std::move(read);
  return {};
}

}  // namespace seqch
