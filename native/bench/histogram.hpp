// A histogram of fixed size on a logarithmic scale: adding costs a few instructions and no memory.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// Counts whole numbers. Below 32 every number has a bucket of its own, above every power of two has 32, so what it
/// tells is at most 3.2 % above the truth and never below. Not thread-safe: one per thread, merged afterwards.
class Histogram {
 public:
  struct Range {
    std::uint64_t below;  // the range ends before this number and begins at half of it
    std::uint64_t count;
  };

  void add(std::uint64_t value) noexcept {
    ++counts_[bucket_of(value)];
    ++total_;
    largest_ = std::max(largest_, value);
  }

  void merge(const Histogram& other) noexcept {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    total_ += other.total_;
    largest_ = std::max(largest_, other.largest_);
  }

  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  [[nodiscard]] std::uint64_t largest() const noexcept { return largest_; }

  /// The number that `share` (0 to 1) of all are not above, by the nearest rank; 0 of none.
  [[nodiscard]] std::uint64_t percentile(double share) const noexcept {
    const auto wanted = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(total_))));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen >= wanted) return std::min(last_of(i), largest_);
    }
    return largest_;
  }

  /// The counts by powers of two, without the empty ends.
  [[nodiscard]] std::vector<Range> ranges() const {
    std::vector<Range> ranges;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (counts_[i] == 0) continue;
      const unsigned power = static_cast<unsigned>(std::bit_width(last_of(i)));
      const std::uint64_t below = power >= 64 ? UINT64_MAX : std::uint64_t{1} << power;
      while (!ranges.empty() && ranges.back().below < below) ranges.push_back({ranges.back().below * 2, 0});
      if (ranges.empty()) ranges.push_back({below, 0});
      ranges.back().count += counts_[i];
    }
    return ranges;
  }

 private:
  static constexpr unsigned kSubBits = 5;
  static constexpr std::uint64_t kSubBuckets = 1u << kSubBits;

  static std::size_t bucket_of(std::uint64_t value) noexcept {
    if (value < kSubBuckets) return static_cast<std::size_t>(value);
    const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - 1 - kSubBits;
    return static_cast<std::size_t>((shift + 1) * kSubBuckets + ((value >> shift) - kSubBuckets));
  }

  /// The largest number that falls into the bucket.
  static std::uint64_t last_of(std::size_t bucket) noexcept {
    if (bucket < kSubBuckets) return bucket;
    const std::uint64_t shift = bucket / kSubBuckets - 1;
    return ((kSubBuckets + bucket % kSubBuckets + 1) << shift) - 1;
  }

  std::array<std::uint64_t, (64 - kSubBits + 1) * kSubBuckets> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t largest_ = 0;
};

}  // namespace bench
