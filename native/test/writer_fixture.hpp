// A writer on a fake server, for the tests of what it promises.
#pragma once

#include <functional>
#include <string>

#include "fake_server.hpp"
#include "harness.hpp"
#include "protocol/byte_writer.hpp"
#include "seqch.h"

namespace fake {

/// A writer on a fake server, with the table `db.t (n UInt64, s String)`.
class Fixture {
 public:
  explicit Fixture(std::uint16_t port, std::function<void(seq_ch_options&)> adjust = {}) {
    seq_ch_options options{};
    options.struct_size = sizeof options;
    options.port = port;
    options.flush_age_ms = 5;
    options.connections = 1;
    if (adjust) adjust(options);
    CHECK_EQ(seq_ch_open(&options, &writer, nullptr), SEQ_CH_OK);
  }
  ~Fixture() { seq_ch_free(writer); }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;

  void open_table() {
    CHECK_EQ(seq_ch_table_open(writer, "db.t", nullptr, 0, &table), SEQ_CH_OK);
    CHECK_EQ(seq_ch_table_wait(table, 10'000, nullptr), SEQ_CH_OK);
  }
  seq_ch_status push(std::uint64_t n, const std::string& text = "text", seq_ch_error* error = nullptr) {
    seqch::ByteWriter row;
    row.fixed(n);
    row.string(text);
    return seq_ch_push_rows(table, row.bytes().data(), row.size(), 1, error);
  }
  seq_ch_status flush(seq_ch_error* error = nullptr) { return seq_ch_flush(writer, 10'000, error); }
  seq_ch_stats stats() {
    seq_ch_stats stats{};
    stats.struct_size = sizeof stats;
    CHECK_EQ(seq_ch_get_stats(writer, &stats), SEQ_CH_OK);
    return stats;
  }

  seq_ch_writer* writer = nullptr;
  seq_ch_table* table = nullptr;
};

inline seq_ch_error blank_error() {
  seq_ch_error error{};
  error.struct_size = sizeof error;
  return error;
}

}  // namespace fake
