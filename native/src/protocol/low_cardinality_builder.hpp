// A column of few distinct strings, sent as a dictionary and an index per row.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/column_builder.hpp"

namespace seqch {

/// Every block carries its own dictionary: nothing is remembered between blocks, so a lost connection loses nothing.
/// Entry 0 is the default value, or the NULL of LowCardinality(Nullable(…)).
class LowCardinalityBuilder final : public ColumnBuilder {
 public:
  explicit LowCardinalityBuilder(const ColumnType& value_type);

  const std::uint8_t* append(const std::uint8_t* packed) override;
  void append_default() override { indexes_.push_back(0); }
  void clear() override;
  void write_prefix(ByteWriter& out) const override;
  void collect(Pieces& pieces) override;

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t index_plus_one = 0;  // 0: empty
  };

  std::uint32_t index_of(std::string_view value);
  void add_key(std::string_view value);
  [[nodiscard]] std::string_view key(std::uint32_t index) const noexcept;
  void grow();

  bool nullable_;
  std::uint32_t fixed_width_;  // 0: String

  std::vector<std::uint32_t> indexes_;
  std::vector<std::uint8_t> keys_;        // as they are sent
  std::vector<std::uint32_t> key_starts_;  // of the bytes of each key in keys_, behind its length
  std::vector<std::uint32_t> key_sizes_;
  std::vector<Slot> slots_;
  std::uint32_t last_index_ = 0;

  std::vector<std::uint8_t> narrow_indexes_;
  ByteWriter head_;
  ByteWriter index_head_;
};

}  // namespace seqch
