#include "fake_packets.hpp"

#include <algorithm>

#include "protocol/protocol_constants.hpp"

namespace fake {

Bytes bytes_of(const seqch::ByteWriter& writer) { return {writer.bytes().begin(), writer.bytes().end()}; }

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Bytes hello(std::uint64_t revision) {
  const std::uint64_t spoken = std::min(revision, seqch::kOurRevision);
  seqch::ByteWriter out;
  out.varint(0);
  out.string("ClickHouse");
  out.varint(26), out.varint(7), out.varint(revision);
  if (spoken >= 54058) out.string("UTC");
  if (spoken >= 54372) out.string("fake");
  if (spoken >= 54401) out.varint(2);
  if (spoken >= 54461) out.varint(1), out.string(".{8}"), out.string("too short");
  if (spoken >= 54462) out.fixed<std::uint64_t>(12345);
  return bytes_of(out);
}

Bytes exception(std::int32_t code, const std::string& message) {
  seqch::ByteWriter out;
  out.varint(2);
  out.fixed<std::int32_t>(code);
  out.string("DB::Exception");
  out.string("DB::Exception: " + message);
  out.string("stack");
  out.fixed<std::uint8_t>(0);
  return bytes_of(out);
}

Bytes header(const std::vector<Column>& columns, const std::string& table_columns) {
  seqch::ByteWriter out;
  if (!table_columns.empty()) {
    out.varint(11);
    out.string("");
    out.string(table_columns);
  }
  out.varint(1);
  out.string("");
  out.varint(1), out.fixed<std::uint8_t>(0), out.varint(2), out.fixed<std::int32_t>(-1), out.varint(0);
  out.varint(columns.size());
  out.varint(0);
  for (const Column& column : columns) {
    out.string(column.name);
    out.string(column.type);
    out.fixed<std::uint8_t>(0);
  }
  return bytes_of(out);
}

Bytes progress(std::uint64_t revision) {
  seqch::ByteWriter out;
  out.varint(3);
  out.varint(300), out.varint(301), out.varint(302);
  if (revision >= 54463) out.varint(303);
  out.varint(304), out.varint(305);
  if (revision >= 54460) out.varint(306);
  return bytes_of(out);
}

Bytes profile_info() {
  seqch::ByteWriter out;
  out.varint(6);
  out.varint(1), out.varint(1), out.varint(300);
  out.fixed<std::uint8_t>(1), out.varint(1), out.fixed<std::uint8_t>(0);
  return bytes_of(out);
}

Bytes end_of_stream() { return {5}; }

}  // namespace fake
