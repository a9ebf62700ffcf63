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
  /// Without taking anything of what it sent.
  [[nodiscard]] bool peer_closed() const {
    pollfd entry{fd_, POLLOUT, 0};
    return poll(&entry, 1, 0) > 0 && (entry.revents & (POLLERR | POLLHUP)) != 0;
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

std::vector<std::uint8_t> header_block(const Script& script) {
  seqch::ByteWriter out;
  if (!script.table_columns.empty()) {
    out.varint(11);
    out.string("");
    out.string(script.table_columns);
  }
  out.varint(1);
  out.string("");
  out.varint(1), out.fixed<std::uint8_t>(0), out.varint(2), out.fixed<std::int32_t>(-1), out.varint(0);
  out.varint(script.columns.size());
  out.varint(0);
  for (const Column& column : script.columns) {
    out.string(column.name);
    out.string(column.type);
    out.fixed<std::uint8_t>(0);
  }
  return bytes_of(out);
}

}  // namespace

std::vector<std::uint8_t> bytes_of(const seqch::ByteWriter& writer) { return {writer.bytes().begin(), writer.bytes().end()}; }

std::vector<std::uint8_t> exception(std::int32_t code, const std::string& message) {
  seqch::ByteWriter out;
  out.varint(2);
  out.fixed<std::int32_t>(code);
  out.string("DB::Exception");
  out.string("DB::Exception: " + message);
  out.string("stack");
  out.fixed<std::uint8_t>(0);
  return bytes_of(out);
}

std::vector<std::uint8_t> hello(std::uint64_t revision) {
  seqch::ByteWriter out;
  out.varint(0);
  out.string("ClickHouse");
  out.varint(26), out.varint(7), out.varint(revision);
  out.string("UTC");
  out.string("fake");
  out.varint(2);
  out.varint(1), out.string(".{8}"), out.string("too short");
  out.fixed<std::uint64_t>(12345);
  return bytes_of(out);
}

Server::Server(Script script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
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
  while (!stopping_) {
    pollfd entry{listener_, POLLIN, 0};
    if (poll(&entry, 1, 20) <= 0) continue;
    const int fd = accept(listener_, nullptr, nullptr);
    if (fd < 0) continue;
    ++connections_;
    serve_connection(fd);
    close(fd);
  }
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
  wire.send_all(hello(), script_.drip);
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
    wire.send_all(refused ? answer : header_block(script_), script_.drip);
    if (refused) return;
    if (script_.interrupt && insert.sql.find("(`") != std::string::npos) {
      wire.skip(64);
      wire.send_all(script_.interrupt(), script_.drip);
      while (!stopping_ && !wire.peer_closed()) std::this_thread::yield();
      return;
    }
    while (read_block(wire, insert)) {
    }
    if (wire.broken()) return;
    if (insert.rows > 0) {
      const std::lock_guard lock(mutex_);
      inserts_.push_back(insert);
    }
    if (script_.hang) {
      wire.hold();
      return;
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
