// Feeds column types as a server spells them and rows as a caller packs them.
//
// An input is two types, each ended by a line break, and the bytes of rows for the first. What check_packed_row accepts for
// the first type, a builder of either has to take without looking again, as long as the types pack alike.
#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

#include "check.hpp"
#include "protocol/column_builder.hpp"
#include "protocol/packed_row.hpp"

namespace {

constexpr std::size_t kMaxRows = 4'096;

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

bool parse(std::string_view text, seqch::ColumnType& type) {
  if (seqch::parse_column_type(text, type).failed()) return false;
  REQUIRE(type.text == text);
  return true;
}

/// Reads every byte of the column, so that a piece that points elsewhere is seen.
std::uint64_t sum_of(seqch::ColumnBuilder& builder) {
  seqch::ByteWriter prefix;
  builder.write_prefix(prefix);
  seqch::Pieces pieces;
  builder.collect(pieces);
  std::uint64_t sum = prefix.size();
  for (const auto& piece : pieces) {
    for (const std::uint8_t byte : piece) sum += byte;
  }
  return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  seqch::ColumnType ours;
  seqch::ColumnType theirs;
  const bool has_ours = parse(take_line(rest), ours);
  const bool has_theirs = parse(take_line(rest), theirs);
  if (!has_ours) return 0;
  REQUIRE(seqch::packs_alike(ours, ours));
  const bool alike = has_theirs && seqch::packs_alike(ours, theirs);

  // A copy without a byte to spare, so that reading past its end is seen.
  const auto rows = std::make_unique<std::uint8_t[]>(rest.size());
  if (!rest.empty()) std::memcpy(rows.get(), rest.data(), rest.size());
  const auto own_builder = seqch::make_column_builder(ours);
  const auto their_builder = alike ? seqch::make_column_builder(theirs) : nullptr;
  for (int block = 0; block < 2; ++block) {
    std::span<const std::uint8_t> left(rows.get(), rest.size());
    for (std::size_t row = 0; row < kMaxRows; ++row) {
      std::size_t row_size = 0;
      std::size_t failed_column = 0;
      if (seqch::check_packed_row({&ours, 1}, left, row_size, failed_column) != SEQ_CH_OK) break;
      REQUIRE(row_size > 0 && row_size <= left.size());
      REQUIRE(own_builder->append(left.data()) == left.data() + row_size);
      if (their_builder) REQUIRE(their_builder->append(left.data()) == left.data() + row_size);
      left = left.subspan(row_size);
    }
    own_builder->append_default();
    const std::uint64_t sum = sum_of(*own_builder);
    REQUIRE(sum == sum_of(*own_builder));
    own_builder->clear();
    if (!their_builder) continue;
    static_cast<void>(sum_of(*their_builder));
    their_builder->clear();
  }
  return 0;
}
