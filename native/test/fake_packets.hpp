// Packets as a server spells them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/byte_writer.hpp"

namespace fake {

using Bytes = std::vector<std::uint8_t>;

struct Column {
  std::string name;
  std::string type;  // UInt64 or String: what the fake server reads back
};

[[nodiscard]] Bytes bytes_of(const seqch::ByteWriter& writer);
/// One after the other.
[[nodiscard]] Bytes joined(std::initializer_list<Bytes> parts);

/// The hello of a server of this revision to a client of ours.
[[nodiscard]] Bytes hello(std::uint64_t revision = 54488);
[[nodiscard]] Bytes exception(std::int32_t code, const std::string& message);
/// The header in answer to an INSERT, after the description of the table if there is one.
[[nodiscard]] Bytes header(const std::vector<Column>& columns, const std::string& table_columns = "");
[[nodiscard]] Bytes progress(std::uint64_t revision);
[[nodiscard]] Bytes profile_info();
[[nodiscard]] Bytes end_of_stream();

}  // namespace fake
