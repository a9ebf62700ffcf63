// A TCP connection on which every wait has an end.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "protocol/byte_source.hpp"
#include "protocol/failure.hpp"

namespace seqch {

/// Used by one thread. `cancelled` may be set by any other and ends the wait under way within 100 ms.
class TcpSocket final : public ByteSource {
 public:
  explicit TcpSocket(const std::atomic<bool>& cancelled) noexcept : cancelled_(cancelled) {}
  ~TcpSocket() { close(); }
  TcpSocket(const TcpSocket&) = delete;
  TcpSocket& operator=(const TcpSocket&) = delete;

  /// Tries every address of `host`, each for its share of the time until `deadline`, so that one that swallows packets
  /// does not hide the next. A name is looked up with the system's own time limit.
  Failure connect(const std::string& host, std::uint16_t port, SteadyClock::time_point deadline);
  /// Sends everything, in order.
  Failure send(std::span<const std::span<const std::uint8_t>> pieces, SteadyClock::time_point deadline);
  Failure receive(std::span<std::uint8_t> into, std::size_t& received, SteadyClock::time_point deadline) override;

  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  /// True when the other side has closed, or sent something that nobody asked for. Does not wait.
  [[nodiscard]] bool is_stale() const noexcept;
  void close() noexcept;

 private:
  [[nodiscard]] Failure check_limits(SteadyClock::time_point deadline) const;
  Failure wait(short events, SteadyClock::time_point deadline) const;

  const std::atomic<bool>& cancelled_;
  int fd_ = -1;
};

}  // namespace seqch
