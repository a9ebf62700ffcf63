// Where a packet reader gets its bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "protocol/failure.hpp"

namespace seqch {

using SteadyClock = std::chrono::steady_clock;

/// A connection, or whatever a test or a fuzzer puts in its place. Asked once per buffer, so that a virtual call costs
/// nothing that can be measured.
class ByteSource {
 public:
  /// Receives at least one byte; `received` says how many. Fails once `deadline` has passed, even while bytes go on coming.
  virtual Failure receive(std::span<std::uint8_t> into, std::size_t& received, SteadyClock::time_point deadline) = 0;

 protected:
  ~ByteSource() = default;  // nobody owns one through this type
};

}  // namespace seqch
