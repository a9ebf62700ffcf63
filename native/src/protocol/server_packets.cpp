#include "protocol/server_packets.hpp"

#include <utility>

#include "protocol/column_type.hpp"
#include "protocol/protocol_constants.hpp"
#include "protocol/readable_text.hpp"
#include "protocol/server_error.hpp"

namespace seqch {
namespace {

// Rows come only in logs and profile events, whose columns are numbers, times, enums and strings.
void skip_values(PacketReader& reader, const std::string& type_text, std::uint64_t rows) {
  ColumnType type;
  if (parse_column_type(type_text, type).failed() || type.kind > TypeKind::fixed_string) {
    reader.fail("the server sent values of type " + readable(type_text, 100) + " that nobody asked for");
  } else if (type.kind == TypeKind::string) {
    for (std::uint64_t i = 0; i < rows && !reader.failed(); ++i) reader.skip_string(kMaxServerString);
  } else {
    reader.skip(rows * type.width);
  }
}

}  // namespace

void read_block(PacketReader& reader, InsertHeader* header) {
  while (const std::uint64_t field = reader.varint()) {
    if (field == 1) {
      reader.byte();
    } else if (field == 2) {
      reader.skip(4);
    } else {
      reader.fail("the server sent block information " + std::to_string(field));
      return;
    }
  }
  const std::uint64_t columns = reader.varint();
  const std::uint64_t rows = reader.varint();
  if (columns > kMaxServerColumns || rows > kMaxServerRows) {
    reader.fail("the server sent a block of " + std::to_string(columns) + " columns and " + std::to_string(rows) + " rows");
    return;
  }
  std::uint64_t described = 0;
  for (std::uint64_t i = 0; i < columns && !reader.failed(); ++i) {
    ServerColumn column;
    column.name = reader.string(kMaxServerString);
    column.type = reader.string(kMaxServerString);
    described += column.name.size() + column.type.size();
    if (described > kMaxServerHeader) reader.fail("the server sent a header of more than 16 MiB");
    if (reader.byte() != 0) reader.fail("the server sent column " + std::to_string(i) + " in a custom serialization");
    if (rows > 0) skip_values(reader, column.type, rows);
    if (header != nullptr) header->columns.push_back(std::move(column));
  }
}

void skip_profile_info(PacketReader& reader) {
  reader.varint(), reader.varint(), reader.varint();  // rows, blocks, bytes
  reader.byte();
  reader.varint();
  reader.byte();
}

void skip_progress(PacketReader& reader, std::uint64_t revision) {
  reader.varint(), reader.varint(), reader.varint();                             // rows, bytes, total rows
  if (revision >= kRevisionTotalBytesInProgress) reader.varint();
  reader.varint(), reader.varint();                                               // written rows and bytes
  if (revision >= kRevisionQueryTimeInProgress) reader.varint();
}

Failure read_exception(PacketReader& reader) {
  Failure failure;
  for (int depth = 0; depth < kMaxNestedExceptions; ++depth) {
    const auto code = reader.fixed<std::int32_t>();
    reader.skip_string(kMaxServerString);  // class name
    const std::string message = reader.start_of_string(kKeptExceptionText, kMaxExceptionText);
    reader.skip_string(kMaxExceptionText);  // stack trace
    const bool nested = reader.byte() != 0;
    if (reader.failed()) return reader.failure();
    // The outermost one says what the server made of it.
    if (depth == 0) failure = server_error(code, message, message.size() < kKeptExceptionText);
    if (!nested) return failure;
  }
  reader.fail("the server sent an exception nested too deeply");
  return reader.failure();
}

}  // namespace seqch
