#include "protocol/column_builder.hpp"

#include <cstring>

#include "protocol/low_cardinality_builder.hpp"
#include "protocol/packed_row.hpp"

namespace seqch {
namespace {

/// Values of `Width` bytes that lie in the column exactly as they lie in the row.
template <std::size_t Width>
class FixedBuilder final : public ColumnBuilder {
 public:
  const std::uint8_t* append(const std::uint8_t* packed) override {
    Value value;
    std::memcpy(&value, packed, Width);
    values_.push_back(value);
    return packed + Width;
  }
  void append_default() override { values_.push_back(Value{}); }
  void clear() override { values_.clear(); }
  void collect(Pieces& pieces) override {
    pieces.emplace_back(reinterpret_cast<const std::uint8_t*>(values_.data()), values_.size() * Width);
  }

 private:
  struct Value {
    std::uint8_t bytes[Width] = {};
  };
  std::vector<Value> values_;
};

/// FixedString(N), and integers wider than 16 bytes.
class FixedBytesBuilder final : public ColumnBuilder {
 public:
  explicit FixedBytesBuilder(std::size_t width) : width_(width) {}
  const std::uint8_t* append(const std::uint8_t* packed) override {
    bytes_.insert(bytes_.end(), packed, packed + width_);
    return packed + width_;
  }
  void append_default() override { bytes_.resize(bytes_.size() + width_); }
  void clear() override { bytes_.clear(); }
  void collect(Pieces& pieces) override { pieces.emplace_back(bytes_); }

 private:
  std::size_t width_;
  std::vector<std::uint8_t> bytes_;
};

/// A String has the same spelling in the column and in the row: length and bytes.
class StringBuilder final : public ColumnBuilder {
 public:
  const std::uint8_t* append(const std::uint8_t* packed) override {
    const std::uint8_t* end = packed;
    const std::uint64_t size = read_checked_varint(end);
    end += size;
    bytes_.insert(bytes_.end(), packed, end);
    return end;
  }
  void append_default() override { bytes_.push_back(0); }
  void clear() override { bytes_.clear(); }
  void collect(Pieces& pieces) override { pieces.emplace_back(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// One byte a row that says NULL or not, then the values, with defaults under the NULLs.
class NullableBuilder final : public ColumnBuilder {
 public:
  explicit NullableBuilder(const ColumnType& type) : values_(make_column_builder(type.children[0])) {}
  const std::uint8_t* append(const std::uint8_t* packed) override {
    const bool is_null = *packed++ != 0;
    nulls_.push_back(is_null ? 1 : 0);
    if (!is_null) return values_->append(packed);
    values_->append_default();
    return packed;
  }
  void append_default() override {
    nulls_.push_back(1);
    values_->append_default();
  }
  void clear() override {
    nulls_.clear();
    values_->clear();
  }
  void write_prefix(ByteWriter& out) const override { values_->write_prefix(out); }
  void collect(Pieces& pieces) override {
    pieces.emplace_back(nulls_);
    values_->collect(pieces);
  }

 private:
  std::vector<std::uint8_t> nulls_;
  std::unique_ptr<ColumnBuilder> values_;
};

/// Array(T), and Map(K, V), which travels as Array(Tuple(K, V)): where each row ends, then the elements column by column.
class ElementsBuilder final : public ColumnBuilder {
 public:
  explicit ElementsBuilder(const ColumnType& type) {
    for (const ColumnType& child : type.children) columns_.push_back(make_column_builder(child));
  }
  const std::uint8_t* append(const std::uint8_t* packed) override {
    const std::uint64_t count = read_checked_varint(packed);
    for (std::uint64_t i = 0; i < count; ++i) {
      for (const auto& column : columns_) packed = column->append(packed);
    }
    total_ += count;
    ends_.push_back(total_);
    return packed;
  }
  void append_default() override { ends_.push_back(total_); }
  void clear() override {
    ends_.clear();
    total_ = 0;
    for (const auto& column : columns_) column->clear();
  }
  void write_prefix(ByteWriter& out) const override {
    for (const auto& column : columns_) column->write_prefix(out);
  }
  void collect(Pieces& pieces) override {
    pieces.emplace_back(reinterpret_cast<const std::uint8_t*>(ends_.data()), ends_.size() * sizeof ends_[0]);
    if (total_ == 0) return;
    for (const auto& column : columns_) column->collect(pieces);
  }

 private:
  std::vector<std::uint64_t> ends_;
  std::uint64_t total_ = 0;
  std::vector<std::unique_ptr<ColumnBuilder>> columns_;
};

std::unique_ptr<ColumnBuilder> make_fixed_builder(std::uint32_t width) {
  switch (width) {
    case 1: return std::make_unique<FixedBuilder<1>>();
    case 2: return std::make_unique<FixedBuilder<2>>();
    case 4: return std::make_unique<FixedBuilder<4>>();
    case 8: return std::make_unique<FixedBuilder<8>>();
    case 16: return std::make_unique<FixedBuilder<16>>();
    default: return std::make_unique<FixedBytesBuilder>(width);
  }
}

}  // namespace

std::unique_ptr<ColumnBuilder> make_column_builder(const ColumnType& type) {
  switch (type.kind) {
    case TypeKind::fixed:
    case TypeKind::boolean:
    case TypeKind::enumeration:
      return make_fixed_builder(type.width);
    case TypeKind::fixed_string:
      return std::make_unique<FixedBytesBuilder>(type.width);
    case TypeKind::string:
      return std::make_unique<StringBuilder>();
    case TypeKind::nullable:
      return std::make_unique<NullableBuilder>(type);
    case TypeKind::array:
    case TypeKind::map:
      return std::make_unique<ElementsBuilder>(type);
    case TypeKind::low_cardinality:
      return std::make_unique<LowCardinalityBuilder>(type.children[0]);
  }
  return nullptr;
}

}  // namespace seqch
