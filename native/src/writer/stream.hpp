// The rows of one shape on their way through the journal: in at the end of the newest segment, out in blocks.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "journal/segment.hpp"
#include "journal/segment_scan.hpp"

namespace seqch {

/// Rows that are sent as one insert. They and their token never change, whatever happens to the connection or the process.
struct Block {
  std::shared_ptr<Segment> segment;
  BlockRange range;
  std::chrono::steady_clock::time_point first_accepted;
  /// Left by a dead process: its records are checked once more when they are read.
  bool adopted = false;

  [[nodiscard]] std::string token() const { return segment->token(range.start, range.end); }
};

struct BlockLimits {
  std::uint64_t rows;
  std::uint64_t bytes;
};

/// Threads: none of its own; its table's lock is held for every call. Blocks go out in the order in which rows came in, one
/// at a time.
class Stream {
 public:
  Stream(Journal& journal, std::vector<std::uint8_t> description, BlockLimits limits)
      : journal_(journal), description_(std::move(description)), limits_(limits) {}

  /// Room for a record of at most `bytes` with `rows` rows.
  seq_ch_status reserve(std::uint64_t bytes, std::uint64_t rows, std::uint8_t*& payload);
  /// Accepts the first `bytes` bytes that were reserved.
  void commit(std::uint64_t bytes, std::uint64_t rows) noexcept {
    segment_->commit(bytes, rows);
    open_.rows += rows;
    open_.bytes += bytes;
  }
  /// Takes a block that a dead process left.
  void adopt(Block block) { closed_.push_back(std::move(block)); }

  [[nodiscard]] bool is_empty() const noexcept { return closed_.empty() && open_.rows == 0; }
  /// A block has reached its limit, or waits that nobody adds to any more.
  [[nodiscard]] bool has_full_block() const noexcept {
    return !closed_.empty() || open_.rows >= limits_.rows || open_.bytes >= limits_.bytes;
  }
  [[nodiscard]] std::chrono::steady_clock::time_point oldest() const noexcept {
    return closed_.empty() ? open_since_ : closed_.front().first_accepted;
  }

  /// The oldest block, closed by a cut if it was still open. It stays the oldest until it is acknowledged.
  /// REQUIRES: !is_empty().
  [[nodiscard]] const Block& oldest_block();
  void acknowledge_oldest();
  /// No more rows come: lets go of the newest segment if all its rows are acknowledged.
  void end();

 private:
  seq_ch_status begin_segment(std::uint64_t bytes);
  void close_block();
  [[nodiscard]] bool has_rows_in(const std::shared_ptr<Segment>& segment) const noexcept {
    return !closed_.empty() && closed_.back().segment == segment;
  }

  Journal& journal_;
  const std::vector<std::uint8_t> description_;
  const BlockLimits limits_;
  std::shared_ptr<Segment> segment_;
  std::deque<Block> closed_;
  BlockRange open_;
  std::chrono::steady_clock::time_point open_since_{};
};

}  // namespace seqch
