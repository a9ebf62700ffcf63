// One JSON object on one line, field by field.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "histogram.hpp"

namespace bench {

/// Names and texts are our own words: nothing in them needs an escape.
class Json {
 public:
  Json& text(std::string_view name, std::string_view value) {
    return raw(name, '"' + std::string(value) + '"');
  }
  Json& number(std::string_view name, std::uint64_t value) { return raw(name, std::to_string(value)); }
  Json& number(std::string_view name, double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", value);
    return raw(name, digits);
  }
  /// Percentiles, the largest value, and the counts by powers of two.
  Json& histogram(std::string_view name, const Histogram& values) {
    Json inner;
    inner.number("count", values.total()).number("p50", values.percentile(0.5)).number("p90", values.percentile(0.9));
    inner.number("p99", values.percentile(0.99)).number("p999", values.percentile(0.999)).number("max", values.largest());
    std::string ranges;
    for (const auto& range : values.ranges()) {
      ranges += (ranges.empty() ? "[" : ",[") + std::to_string(range.below) + "," + std::to_string(range.count) + "]";
    }
    inner.raw("ranges", "[" + ranges + "]");
    return raw(name, inner.done());
  }
  [[nodiscard]] std::string done() const { return "{" + fields_ + "}"; }

 private:
  Json& raw(std::string_view name, std::string_view value) {
    if (!fields_.empty()) fields_ += ',';
    fields_.append("\"").append(name).append("\":").append(value);
    return *this;
  }

  std::string fields_;
};

}  // namespace bench
