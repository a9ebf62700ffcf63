#include "../bench/histogram.hpp"
#include "harness.hpp"

using bench::Histogram;

TEST_CASE("a percentile is the nearest rank, exact for small numbers") {
  Histogram histogram;
  CHECK_EQ(histogram.percentile(0.5), 0u);
  for (std::uint64_t value = 1; value <= 30; ++value) histogram.add(value);
  CHECK_EQ(histogram.percentile(0), 1u);
  CHECK_EQ(histogram.percentile(0.5), 15u);
  CHECK_EQ(histogram.percentile(0.9), 27u);
  CHECK_EQ(histogram.percentile(1), 30u);
  CHECK_EQ(histogram.total(), 30u);
}

TEST_CASE("a percentile is never below the number that was added and at most 3.2 % above") {
  for (std::uint64_t value = 1; value < (std::uint64_t{1} << 62); value += value / 3 + 1) {
    Histogram histogram;
    histogram.add(value);
    histogram.add(UINT64_MAX);
    const std::uint64_t told = histogram.percentile(0.5);
    CHECK(told >= value);
    CHECK(static_cast<double>(told) <= static_cast<double>(value) * 1.032);
  }
}

TEST_CASE("the largest number is told exactly") {
  Histogram histogram;
  histogram.add(1'000'001);
  CHECK_EQ(histogram.percentile(0.999), 1'000'001u);
  histogram.add(UINT64_MAX);
  CHECK_EQ(histogram.largest(), UINT64_MAX);
  CHECK_EQ(histogram.percentile(1), UINT64_MAX);
}

TEST_CASE("ranges count by powers of two, gaps included") {
  Histogram histogram;
  for (const std::uint64_t value : {100u, 127u, 128u, 600u}) histogram.add(value);
  const auto ranges = histogram.ranges();
  CHECK_EQ(ranges.size(), 4u);
  CHECK_EQ(ranges[0].below, 128u);
  CHECK_EQ(ranges[0].count, 2u);
  CHECK_EQ(ranges[1].count, 1u);
  CHECK_EQ(ranges[2].count, 0u);
  CHECK_EQ(ranges[3].below, 1'024u);
  CHECK_EQ(ranges[3].count, 1u);
}

TEST_CASE("merged histograms tell what one histogram of all numbers would") {
  Histogram one, other, both;
  for (std::uint64_t value = 1; value < 5'000; value += 7) {
    (value % 2 == 0 ? one : other).add(value);
    both.add(value);
  }
  one.merge(other);
  for (const double share : {0.01, 0.5, 0.99, 1.0}) CHECK_EQ(one.percentile(share), both.percentile(share));
  CHECK_EQ(one.total(), both.total());
}
