#include "writer/stream.hpp"

#include <utility>

namespace seqch {

seq_ch_status Stream::reserve(std::uint64_t bytes, std::uint64_t rows, std::uint8_t*& payload) {
  const bool is_full = open_.rows > 0 && (open_.rows + rows > limits_.rows || open_.bytes + bytes > limits_.bytes);
  if (is_full) close_block();
  if (segment_ == nullptr || !segment_->has_room(bytes)) {
    if (const seq_ch_status status = begin_segment(bytes); status != SEQ_CH_OK) return status;
  }
  if (open_.rows == 0) {
    open_.start = segment_->end();
    open_since_ = std::chrono::steady_clock::now();
  }
  segment_->touch(bytes);
  payload = segment_->payload_room();
  return SEQ_CH_OK;
}

seq_ch_status Stream::begin_segment(std::uint64_t bytes) {
  if (open_.rows > 0) close_block();
  std::shared_ptr<Segment> next;
  const seq_ch_status status = journal_.create_segment(description_, bytes, segment_.get(), next);
  if (status != SEQ_CH_OK) return status;
  if (segment_ != nullptr && !has_rows_in(segment_)) journal_.retire(segment_);
  segment_ = std::move(next);
  return SEQ_CH_OK;
}

// The block is kept before it is cut: if there is no memory for it, nothing has changed.
void Stream::close_block() {
  closed_.push_back({segment_, open_, open_since_, false});
  BlockRange& range = closed_.back().range;
  range.end = segment_->end();
  segment_->cut();
  range.next = segment_->end();
  open_ = BlockRange{};
}

const Block& Stream::oldest_block() {
  if (closed_.empty()) close_block();
  return closed_.front();
}

void Stream::acknowledge_oldest() {
  const Block done = std::move(closed_.front());
  closed_.pop_front();
  done.segment->acknowledge(done.range.next);
  const bool is_last = closed_.empty() || closed_.front().segment != done.segment;
  if (is_last && done.segment != segment_) journal_.retire(done.segment);
}

void Stream::end() {
  if (segment_ == nullptr || !is_empty()) return;
  journal_.retire(segment_);
  segment_.reset();
}

}  // namespace seqch
