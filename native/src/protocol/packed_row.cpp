#include "protocol/packed_row.hpp"

#include <cstring>

namespace seqch {
namespace {

/// Walks over untrusted bytes. Always: at_ <= end_.
class Cursor {
 public:
  explicit Cursor(std::span<const std::uint8_t> bytes) noexcept : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  [[nodiscard]] const std::uint8_t* at() const noexcept { return at_; }

  seq_ch_status value(const ColumnType& type) noexcept {
    switch (type.kind) {
      case TypeKind::fixed:
      case TypeKind::fixed_string:
        return skip(type.width);
      case TypeKind::boolean:
        return flag(nullptr);
      case TypeKind::enumeration:
        return enum_value(type);
      case TypeKind::string: {
        std::uint64_t length = 0;
        if (const seq_ch_status status = varint(length); status != SEQ_CH_OK) return status;
        return length > SEQ_CH_MAX_STRING_BYTES ? SEQ_CH_VALUE_TOO_LONG : skip(length);
      }
      case TypeKind::nullable: {
        bool is_null = false;
        if (const seq_ch_status status = flag(&is_null); status != SEQ_CH_OK || is_null) return status;
        return value(type.children[0]);
      }
      case TypeKind::array:
      case TypeKind::map:
        return elements(type);
      case TypeKind::low_cardinality:
        return value(type.children[0]);
    }
    return SEQ_CH_INTERNAL;
  }

 private:
  seq_ch_status skip(std::uint64_t count) noexcept {
    if (count > static_cast<std::uint64_t>(end_ - at_)) return SEQ_CH_TRUNCATED_ROW;
    at_ += count;
    return SEQ_CH_OK;
  }

  seq_ch_status flag(bool* set) noexcept {
    if (at_ == end_) return SEQ_CH_TRUNCATED_ROW;
    const std::uint8_t byte = *at_++;
    if (set != nullptr) *set = byte != 0;
    return byte <= 1 ? SEQ_CH_OK : SEQ_CH_BAD_VALUE;
  }

  seq_ch_status enum_value(const ColumnType& type) noexcept {
    const std::uint8_t* start = at_;
    if (const seq_ch_status status = skip(type.width); status != SEQ_CH_OK) return status;
    std::int16_t number = static_cast<std::int8_t>(*start);
    if (type.width == 2) std::memcpy(&number, start, sizeof number);
    return type.has_enum_value(number) ? SEQ_CH_OK : SEQ_CH_UNKNOWN_ENUM_VALUE;
  }

  seq_ch_status elements(const ColumnType& type) noexcept {
    std::uint64_t count = 0;
    if (const seq_ch_status status = varint(count); status != SEQ_CH_OK) return status;
    if (count > SEQ_CH_MAX_ARRAY_LENGTH) return SEQ_CH_VALUE_TOO_LONG;
    for (std::uint64_t i = 0; i < count; ++i) {
      for (const ColumnType& child : type.children) {
        if (const seq_ch_status status = value(child); status != SEQ_CH_OK) return status;
      }
    }
    return SEQ_CH_OK;
  }

  seq_ch_status varint(std::uint64_t& value) noexcept {
    value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) return SEQ_CH_TRUNCATED_ROW;
      const std::uint8_t byte = *at_++;
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return SEQ_CH_OK;
    }
    return SEQ_CH_BAD_VALUE;
  }

  const std::uint8_t* at_;
  const std::uint8_t* end_;
};

}  // namespace

seq_ch_status check_packed_row(std::span<const ColumnType> types, std::span<const std::uint8_t> bytes, std::size_t& size,
                               std::size_t& failed_column) noexcept {
  Cursor cursor(bytes);
  for (std::size_t column = 0; column < types.size(); ++column) {
    if (const seq_ch_status status = cursor.value(types[column]); status != SEQ_CH_OK) {
      failed_column = column;
      return status;
    }
  }
  size = static_cast<std::size_t>(cursor.at() - bytes.data());
  return SEQ_CH_OK;
}

seq_ch_status check_packed_rows(std::span<const ColumnType> types, std::span<const std::uint8_t> bytes, std::uint64_t rows,
                                PackedRowsFault& fault) noexcept {
  for (fault.row = 0; fault.row < rows; ++fault.row) {
    std::size_t size = 0;
    const seq_ch_status status = check_packed_row(types, bytes, size, fault.column);
    if (status != SEQ_CH_OK) return status;
    bytes = bytes.subspan(size);
  }
  fault.left_over = bytes.size();
  return bytes.empty() ? SEQ_CH_OK : SEQ_CH_TRAILING_BYTES;
}

}  // namespace seqch
