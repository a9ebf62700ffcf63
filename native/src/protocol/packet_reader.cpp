#include "protocol/packet_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace seqch {

void PacketReader::reset() noexcept {
  at_ = 0;
  end_ = 0;
  failure_ = Failure{};
}

void PacketReader::fail(std::string message) {
  if (!failure_.failed()) failure_ = Failure::of(SEQ_CH_PROTOCOL_ERROR, std::move(message));
}

bool PacketReader::refill() {
  if (failure_.failed()) return false;
  at_ = 0;
  end_ = 0;
  failure_ = source_.receive(buffer_, end_, deadline_);
  return !failure_.failed();
}

void PacketReader::read(std::uint8_t* into, std::size_t count) {
  while (count > 0) {
    if (at_ == end_ && !refill()) {
      std::memset(into, 0, count);
      return;
    }
    const std::size_t part = std::min(count, end_ - at_);
    std::memcpy(into, buffer_.data() + at_, part);
    at_ += part;
    into += part;
    count -= part;
  }
}

std::uint8_t PacketReader::byte() {
  if (at_ == end_ && !refill()) return 0;
  return buffer_[at_++];
}

std::uint64_t PacketReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t next = byte();
    value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
    if (next < 0x80) return failed() ? 0 : value;
  }
  fail("the server sent a number longer than 10 bytes");
  return 0;
}

std::uint64_t PacketReader::string_size(std::uint64_t limit) {
  const std::uint64_t size = varint();
  if (size <= limit) return size;
  fail("the server sent a string of " + std::to_string(size) + " bytes where at most " + std::to_string(limit) +
       " are expected");
  return 0;
}

std::string PacketReader::string(std::uint64_t limit) { return start_of_string(limit, limit); }

std::string PacketReader::start_of_string(std::uint64_t keep, std::uint64_t limit) {
  const std::uint64_t size = string_size(limit);
  std::string text(static_cast<std::size_t>(std::min(size, keep)), '\0');
  read(reinterpret_cast<std::uint8_t*>(text.data()), text.size());
  skip(size - text.size());
  return failed() ? std::string() : text;
}

void PacketReader::skip_string(std::uint64_t limit) { skip(string_size(limit)); }

void PacketReader::skip(std::uint64_t count) {
  while (count > 0) {
    if (at_ == end_ && !refill()) return;
    const std::uint64_t part = std::min<std::uint64_t>(count, end_ - at_);
    at_ += static_cast<std::size_t>(part);
    count -= part;
  }
}

}  // namespace seqch
