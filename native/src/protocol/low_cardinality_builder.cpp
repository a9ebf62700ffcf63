#include "protocol/low_cardinality_builder.hpp"

#include <cstring>
#include <utility>

#include "protocol/packed_row.hpp"

namespace seqch {
namespace {

constexpr std::uint64_t kSharedDictionariesWithAdditionalKeys = 1;
constexpr std::uint64_t kHasAdditionalKeys = 1u << 9;
constexpr std::uint64_t kNeedUpdateDictionary = 1u << 10;
constexpr std::size_t kFirstSlots = 64;

// Names of models, apps and tools are short: eight bytes at a time, mixed by multiplication.
std::uint32_t hash_of(std::string_view value) noexcept {
  constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15ull;
  std::uint64_t hash = value.size() * kMix;
  const char* at = value.data();
  std::size_t left = value.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    hash = (hash ^ word) * kMix;
    hash ^= hash >> 32;
  }
  if (left > 0) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, left);
    hash = (hash ^ word) * kMix;
    hash ^= hash >> 32;
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 29));
}

}  // namespace

LowCardinalityBuilder::LowCardinalityBuilder(const ColumnType& value_type)
    : nullable_(value_type.kind == TypeKind::nullable), fixed_width_(0) {
  const ColumnType& plain = nullable_ ? value_type.children[0] : value_type;
  if (plain.kind == TypeKind::fixed_string) fixed_width_ = plain.width;
  clear();
}

void LowCardinalityBuilder::clear() {
  indexes_.clear();
  keys_.clear();
  key_starts_.clear();
  key_sizes_.clear();
  slots_.assign(kFirstSlots, Slot{});
  last_index_ = 0;
  // Entry 0: never found by a lookup when it stands for NULL, found as the empty value otherwise.
  const std::vector<char> zeros(fixed_width_, '\0');
  const std::string_view default_value(zeros.data(), zeros.size());
  if (nullable_) {
    add_key(default_value);
  } else {
    index_of(default_value);
  }
}

const std::uint8_t* LowCardinalityBuilder::append(const std::uint8_t* packed) {
  if (nullable_ && *packed++ == 1) {
    indexes_.push_back(0);
    return packed;
  }
  const std::size_t size = fixed_width_ != 0 ? fixed_width_ : static_cast<std::size_t>(read_checked_varint(packed));
  const std::string_view value(reinterpret_cast<const char*>(packed), size);
  // The same value often comes many times in a row. Entry 0 of a nullable column is the NULL and equals no value.
  const bool may_repeat = !(nullable_ && last_index_ == 0);
  if (!may_repeat || key(last_index_) != value) last_index_ = index_of(value);
  indexes_.push_back(last_index_);
  return packed + size;
}

std::uint32_t LowCardinalityBuilder::index_of(std::string_view value) {
  const std::uint32_t hash = hash_of(value);
  std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].index_plus_one != 0; at = (at + 1) & mask) {
    if (slots_[at].hash == hash && key(slots_[at].index_plus_one - 1) == value) return slots_[at].index_plus_one - 1;
  }
  const auto index = static_cast<std::uint32_t>(key_starts_.size());
  add_key(value);
  slots_[at] = Slot{hash, index + 1};
  if (key_starts_.size() * 2 > slots_.size()) grow();
  return index;
}

void LowCardinalityBuilder::add_key(std::string_view value) {
  if (fixed_width_ == 0) {
    std::uint8_t length[10] = {};
    keys_.insert(keys_.end(), length, write_varint(length, value.size()));
  }
  key_starts_.push_back(static_cast<std::uint32_t>(keys_.size()));
  key_sizes_.push_back(static_cast<std::uint32_t>(value.size()));
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(value.data());
  keys_.insert(keys_.end(), bytes, bytes + value.size());
}

std::string_view LowCardinalityBuilder::key(std::uint32_t index) const noexcept {
  return {reinterpret_cast<const char*>(keys_.data()) + key_starts_[index], key_sizes_[index]};
}

void LowCardinalityBuilder::grow() {
  std::vector<Slot> wider(slots_.size() * 4);
  const std::size_t mask = wider.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.index_plus_one == 0) continue;
    std::size_t at = slot.hash & mask;
    while (wider[at].index_plus_one != 0) at = (at + 1) & mask;
    wider[at] = slot;
  }
  slots_ = std::move(wider);
}

void LowCardinalityBuilder::write_prefix(ByteWriter& out) const {
  out.fixed<std::uint64_t>(kSharedDictionariesWithAdditionalKeys);
}

void LowCardinalityBuilder::collect(Pieces& pieces) {
  if (indexes_.empty()) return;
  const std::size_t keys = key_starts_.size();
  // Index width as a power of two of bytes: one, two or four.
  const unsigned width_code = keys <= 0x100 ? 0 : keys <= 0x10000 ? 1 : 2;
  head_.clear();
  head_.fixed<std::uint64_t>(kHasAdditionalKeys | kNeedUpdateDictionary | width_code);
  head_.fixed<std::uint64_t>(keys);
  index_head_.clear();
  index_head_.fixed<std::uint64_t>(indexes_.size());

  narrow_indexes_.resize(indexes_.size() << width_code);
  std::uint8_t* out = narrow_indexes_.data();
  for (std::size_t i = 0; i < indexes_.size(); ++i) {
    std::memcpy(out + (i << width_code), &indexes_[i], std::size_t{1} << width_code);
  }
  pieces.push_back(head_.bytes());
  pieces.push_back(keys_);
  pieces.push_back(index_head_.bytes());
  pieces.push_back(narrow_indexes_);
}

}  // namespace seqch
