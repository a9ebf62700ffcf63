// Whole answers of a server, packet after packet, out of whatever it sends.
#pragma once

#include <cstdint>
#include <string>

#include "protocol/failure.hpp"
#include "protocol/packet_reader.hpp"
#include "protocol/server_packets.hpp"

namespace seqch {

struct ServerHello {
  /// "ClickHouse 26.7.1"
  std::string server;
  /// The lower of its revision and ours: what both speak from now on.
  std::uint64_t revision = 0;
};

/// Reads the answer to our hello, or its refusal.
[[nodiscard]] Failure read_hello(PacketReader& reader, ServerHello& hello);

enum class Awaited : std::uint8_t { header, end_of_stream };

/// Reads packets until the awaited one or an exception; the others are skipped.
[[nodiscard]] Failure read_insert_answer(PacketReader& reader, std::uint64_t revision, Awaited awaited, InsertHeader* header);

[[nodiscard]] Failure read_pong(PacketReader& reader);

}  // namespace seqch
