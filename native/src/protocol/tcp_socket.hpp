// A TCP connection on which every wait has an end.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "protocol/column_builder.hpp"
#include "protocol/failure.hpp"

namespace seqch {

using SteadyClock = std::chrono::steady_clock;

/// Used by one thread. `cancelled` may be set by any other and ends the wait under way within 100 ms.
class TcpSocket {
 public:
  explicit TcpSocket(const std::atomic<bool>& cancelled) noexcept : cancelled_(cancelled) {}
  ~TcpSocket() { close(); }
  TcpSocket(const TcpSocket&) = delete;
  TcpSocket& operator=(const TcpSocket&) = delete;

  /// Tries every address of `host` until `deadline`. A name is looked up with the system's own time limit.
  Failure connect(const std::string& host, std::uint16_t port, SteadyClock::time_point deadline);
  /// Sends everything, in order.
  Failure send(std::span<const std::span<const std::uint8_t>> pieces, SteadyClock::time_point deadline);
  /// Receives at least one byte; `received` says how many.
  Failure receive(std::span<std::uint8_t> into, std::size_t& received, SteadyClock::time_point deadline);

  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  /// True when the other side has closed, or sent something that nobody asked for. Does not wait.
  [[nodiscard]] bool is_stale() const noexcept;
  void close() noexcept;

 private:
  Failure wait(short events, SteadyClock::time_point deadline) const;

  const std::atomic<bool>& cancelled_;
  int fd_ = -1;
};

}  // namespace seqch
