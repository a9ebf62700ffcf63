#include "fake_server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0  // where it is missing, main.cpp ignores the signal
#endif

namespace fake {
namespace {

constexpr std::chrono::milliseconds kLook{20};
#ifdef POLLRDHUP
constexpr short kHangUp = POLLRDHUP;
#else
constexpr short kHangUp = 0;
#endif

/// Blocking reads that end when the server stops or the client goes. The client is ours and trusted to make sense.
class Wire {
 public:
  Wire(int fd, const std::atomic<bool>& stopping) : fd_(fd), stopping_(stopping) {}

  [[nodiscard]] bool broken() const { return broken_; }
  void skip(std::uint64_t count) {
    std::uint8_t byte[4096];
    while (count > 0 && !broken_) {
      const std::size_t part = count < sizeof byte ? static_cast<std::size_t>(count) : sizeof byte;
      read(byte, part);
      count -= part;
    }
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !broken_; shift += 7) {
      std::uint8_t byte = 0;
      read(&byte, 1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::string string() {
    std::string text(static_cast<std::size_t>(varint()), '\0');
    read(text.data(), text.size());
    return text;
  }
  void read(void* into, std::size_t count) {
    auto* at = static_cast<char*>(into);
    while (count > 0 && !broken_) {
      if (begin_ == end_ && !fill()) return;
      const std::size_t part = std::min(count, end_ - begin_);
      std::memcpy(at, buffer_ + begin_, part);
      begin_ += part;
      at += part;
      count -= part;
    }
  }
  void send_all(const std::vector<std::uint8_t>& bytes, bool drip) {
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t sent = ::send(fd_, bytes.data() + at, drip ? 1 : bytes.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) {
        broken_ = true;
        return;
      }
      at += static_cast<std::size_t>(sent);
    }
  }
  /// Without taking anything of what it sent: looks for so long, and at least once.
  [[nodiscard]] bool peer_closes_within(std::chrono::milliseconds time) const {
    pollfd entry{fd_, kHangUp, 0};
    return poll(&entry, 1, static_cast<int>(time.count())) > 0 && (entry.revents & (POLLERR | POLLHUP | kHangUp)) != 0;
  }
  void send_endlessly(const Endless& endless) {
    while (!broken_ && !stopping_ && !peer_closes_within(endless.bytes.empty() ? kLook : endless.pause)) {
      send_all(endless.bytes, false);
    }
  }
  /// Until the client hangs up or the server stops.
  void hold() {
    while (!broken_) fill();
  }

 private:
  bool fill() {
    while (!stopping_) {
      pollfd entry{fd_, POLLIN, 0};
      if (poll(&entry, 1, 20) <= 0) continue;
      const ssize_t count = recv(fd_, buffer_, sizeof buffer_, 0);
      if (count <= 0) break;
      begin_ = 0;
      end_ = static_cast<std::size_t>(count);
      return true;
    }
    broken_ = true;
    return false;
  }

  int fd_;
  const std::atomic<bool>& stopping_;
  bool broken_ = false;
  std::uint8_t buffer_[65536];
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

Insert read_query(Wire& wire) {
  Insert insert;
  wire.string();       // query id
  wire.skip(1);        // kind
  for (int i = 0; i < 3; ++i) wire.string();
  wire.skip(8 + 1);    // start time, interface
  for (int i = 0; i < 3; ++i) wire.string();
  for (int i = 0; i < 3; ++i) wire.varint();
  wire.string();       // quota key
  wire.varint(), wire.varint();
  wire.skip(1);
  for (int i = 0; i < 3; ++i) wire.varint();
  for (std::string name = wire.string(); !name.empty() && !wire.broken(); name = wire.string()) {
    wire.varint();
    const std::string value = wire.string();
    if (name == "insert_deduplication_token") insert.token = value;
  }
  wire.string();  // secret
  wire.varint(), wire.varint();
  insert.sql = wire.string();
  wire.string();  // parameters
  return insert;
}

/// Reads one data packet; false for the empty block that ends the insert.
bool read_block(Wire& wire, Insert& insert) {
  wire.varint();  // packet
  wire.string();
  wire.varint(), wire.skip(1), wire.varint(), wire.skip(4), wire.varint();
  const std::uint64_t columns = wire.varint();
  const std::uint64_t rows = wire.varint();
  for (std::uint64_t c = 0; c < columns && !wire.broken(); ++c) {
    wire.string();
    const std::string type = wire.string();
    wire.skip(1);
    if (type == "UInt64") {
      wire.skip(rows * 8);
      insert.bytes += rows * 8;
    } else {
      for (std::uint64_t i = 0; i < rows && !wire.broken(); ++i) insert.bytes += wire.string().size();
    }
  }
  insert.rows += rows;
  return columns > 0;
}

}  // namespace

Server::Server(Script script, std::uint16_t port) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_port = htons(port);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Server::~Server() {
  stopping_ = true;
  thread_.join();
  close(listener_);
}

void Server::serve() {
  std::vector<std::thread> others;
  while (!stopping_) {
    pollfd entry{listener_, POLLIN, 0};
    if (poll(&entry, 1, 20) <= 0) continue;
    const int fd = accept(listener_, nullptr, nullptr);
    if (fd < 0) continue;
    ++connections_;
    if (script_.concurrent) {
      others.emplace_back([this, fd] { serve_and_close(fd); });
    } else {
      serve_and_close(fd);
    }
  }
  for (std::thread& other : others) other.join();
}

void Server::serve_and_close(int fd) {
  serve_connection(fd);
  close(fd);
}

void Server::serve_connection(int fd) {
  Wire wire(fd, stopping_);
  wire.varint(), wire.string(), wire.varint(), wire.varint(), wire.varint();
  wire.string(), wire.string(), wire.string();
  if (script_.greeting) {
    wire.send_all(script_.greeting(), script_.drip);
    wire.hold();
    return;
  }
  wire.send_all(hello(script_.revision), script_.drip);
  wire.string();  // addendum
  while (!wire.broken()) {
    const std::uint64_t packet = wire.varint();
    if (wire.broken()) return;
    if (packet == 4) {
      wire.send_all({4}, script_.drip);
      continue;
    }
    Insert insert = read_query(wire);
    read_block(wire, insert);  // no external tables
    auto answer = script_.answer_query ? script_.answer_query(insert.sql) : std::vector<std::uint8_t>{};
    const bool refused = !answer.empty();
    if (const auto endless = script_.endless_header ? script_.endless_header() : std::nullopt) return wire.send_endlessly(*endless);
    const auto columns = script_.columns_for ? script_.columns_for(insert.sql) : script_.columns;
    wire.send_all(refused ? answer : header(columns, script_.table_columns), script_.drip);
    if (refused) return;
    const bool has_data = insert.sql.find("(`") != std::string::npos;
    if (script_.interrupt && has_data) {
      wire.skip(64);
      wire.send_all(script_.interrupt(), script_.drip);
      while (!script_.interrupt_hangs_up && !stopping_ && !wire.peer_closes_within(kLook)) continue;
      return;
    }
    if (const auto bytes = script_.die_within_data && has_data ? script_.die_within_data() : std::nullopt) return wire.skip(*bytes);
    while (read_block(wire, insert)) {
    }
    if (wire.broken()) return;
    if (insert.rows > 0) {
      const std::lock_guard lock(mutex_);
      inserts_.push_back(insert);
    }
    if (script_.hang || (insert.rows > 0 && !script_.hang_on.empty() && insert.sql.find(script_.hang_on) != std::string::npos)) {
      wire.hold();
      return;
    }
    if (const auto endless = insert.rows > 0 && script_.endless_answer ? script_.endless_answer() : std::nullopt) {
      return wire.send_endlessly(*endless);
    }
    if (insert.rows > 0 && script_.lose_answer && script_.lose_answer(insert)) return;
    if (script_.delay.count() > 0) std::this_thread::sleep_for(script_.delay);
    answer = insert.rows > 0 && script_.answer_insert ? script_.answer_insert(insert) : std::vector<std::uint8_t>{};
    wire.send_all(answer.empty() ? std::vector<std::uint8_t>{5} : answer, script_.drip);
    if (!answer.empty()) return;
  }
}

std::vector<Insert> Server::inserts() const {
  const std::lock_guard lock(mutex_);
  return inserts_;
}

std::uint64_t Server::distinct_rows() const {
  std::set<std::string> seen;
  std::uint64_t rows = 0;
  for (const Insert& insert : inserts()) {
    if (seen.insert(insert.token).second) rows += insert.rows;
  }
  return rows;
}

}  // namespace fake
