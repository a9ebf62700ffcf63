// The parts of packets that a server sends. What makes no sense is left as the reader's failure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/failure.hpp"
#include "protocol/packet_reader.hpp"

namespace seqch {

/// A column as the server describes it in answer to an INSERT.
struct ServerColumn {
  std::string name;
  std::string type;
};

struct InsertHeader {
  std::vector<ServerColumn> columns;
  /// The server's description of all columns, with their DEFAULT expressions; empty when it sent none.
  std::string table_columns;
};

/// Reads a block. Its columns go into `header`, if there is one; its values, if there are any, are skipped.
void read_block(PacketReader& reader, InsertHeader* header);
void skip_profile_info(PacketReader& reader);
void skip_progress(PacketReader& reader, std::uint64_t revision);
/// The outermost of nested exceptions; the reader's failure when it cannot be read.
[[nodiscard]] Failure read_exception(PacketReader& reader);

}  // namespace seqch
