// Pushes rows until it is killed or told to close; test/crash/ starts it, kills it, and counts what arrived.
//
//   HIVEBAR_PASSWORD=… seqch-crash-pusher --port N --user NAME --journal DIR --ledger FILE --run N --process N --label TEXT
//                                         --base-ms N --threads N --seed N --days N --rows N --burst N --pause-us N
//                                         --segment-bytes N
//
// stdin    one command a line: `server PORT`, `flush MS`, `stop MS` (stops pushing, then closes the writer), `close MS` (closes
//          the writer while threads push into it); its end is `close 0`
// stdout   one answer a line: `open`, `flushed STATUS text`, `closing`, `evidence name=N …`, `closed STATUS rows`

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "crash_rows.hpp"
#include "ledger.hpp"
#include "seqch.h"

namespace {

using Arguments = std::map<std::string, std::string>;

[[noreturn]] void die(const std::string& reason) {
  std::fprintf(stderr, "seqch-crash-pusher: %s\n", reason.c_str());
  std::exit(2);
}

const std::string& text_of(const Arguments& arguments, const char* name) {
  const auto found = arguments.find(std::string("--") + name);
  if (found == arguments.end()) die(std::string("--") + name + " is missing");
  return found->second;
}

std::uint64_t number_of(const Arguments& arguments, const char* name) {
  return std::strtoull(text_of(arguments, name).c_str(), nullptr, 10);
}

/// One line at once: whoever reads it may kill this process the moment it is out.
void answer(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::exit(1);
}

/// What all threads share. Each thread stores into its own streams of the ledger only.
struct Pushing {
  seq_ch_writer* writer;
  seq_ch_table* any_shape;
  crash::Ledger& ledger;
  std::uint64_t rows;
  std::uint64_t burst;
  std::uint64_t pause_us;
  std::atomic<bool> stopping{false};
};

/// OK and what passes by itself; anything else means that this program makes rows that do not fit.
bool may_pass(seq_ch_status status) {
  return status == SEQ_CH_FULL || status == SEQ_CH_NOT_READY || status == SEQ_CH_TABLE_FAILED || status == SEQ_CH_CLOSED ||
         status == SEQ_CH_JOURNAL_FAILED;
}

/// One push of one row, or of several into the table of any shape. A refused one leaves the stream as it was.
seq_ch_status push_next(Pushing& pushing, unsigned thread, unsigned table, const crash::RowOrigin& origin, std::uint64_t count) {
  const std::uint64_t first = pushing.ledger.accepted(thread, table);
  std::vector<std::uint8_t> packed;
  if (table == crash::kTables - 1) {
    for (std::uint64_t i = 0; i < count; ++i) crash::append_any_shape(packed, origin, first + i);
  } else {
    count = 1;
  }
  pushing.ledger.attempt(thread, table, first + count);
  const seq_ch_status status = packed.empty() ? crash::push_typed(pushing.writer, table, origin, first)
                                              : seq_ch_push_rows(pushing.any_shape, packed.data(), packed.size(), count, nullptr);
  if (status == SEQ_CH_OK) pushing.ledger.accept(thread, table, first + count);
  else pushing.ledger.attempt(thread, table, first);
  return status;
}

void push_until_stopped(Pushing& pushing, unsigned thread, const crash::RowOrigin& origin, std::uint64_t seed) {
  std::mt19937_64 random(seed * 8 + thread);
  for (std::uint64_t pushed = 0; pushed < pushing.rows && !pushing.stopping.load();) {
    for (std::uint64_t left = 1 + random() % pushing.burst; left > 0 && !pushing.stopping.load(); --left) {
      const seq_ch_status status = push_next(pushing, thread, static_cast<unsigned>(random() % crash::kTables), origin, 1 + random() % 12);
      if (!may_pass(status) && status != SEQ_CH_OK) die(std::string("a push was refused: ") + seq_ch_status_name(status));
      if (status == SEQ_CH_OK) ++pushed;
      else std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % (pushing.pause_us + 1)));
  }
}

seq_ch_options options_of(const Arguments& arguments) {
  seq_ch_options options{};
  options.struct_size = sizeof options;
  options.port = static_cast<std::uint16_t>(number_of(arguments, "port"));
  options.user = text_of(arguments, "user").c_str();
  options.password = std::getenv("HIVEBAR_PASSWORD");
  options.journal_dir = text_of(arguments, "journal").c_str();
  options.segment_bytes = number_of(arguments, "segment-bytes");
  return options;
}

/// What the writer itself counted, as far as nobody but it can know.
std::string evidence_of(seq_ch_writer* writer) {
  seq_ch_stats stats{};
  stats.struct_size = sizeof stats;
  seq_ch_get_stats(writer, &stats);
  seq_ch_journal_stats journal{};
  journal.struct_size = sizeof journal;
  seq_ch_get_journal_stats(writer, &journal);
  return "evidence blocksRetried=" + std::to_string(stats.total.blocks_retried) +
         " adoptedJournals=" + std::to_string(journal.adopted_journals) + " adoptedRows=" + std::to_string(journal.adopted_rows) +
         " tornRecords=" + std::to_string(journal.torn_records) + " damagedRecords=" + std::to_string(journal.damaged_records) +
         " unreadableSegments=" + std::to_string(journal.unreadable_segments);
}

/// Obeys one command. False: this was the last.
bool obey(const std::string& command, unsigned long value, Pushing& pushing, std::vector<std::thread>& threads) {
  if (command == "server") {
    seq_ch_set_server(pushing.writer, nullptr, static_cast<std::uint16_t>(value));
    return true;
  }
  seq_ch_error error{};
  error.struct_size = sizeof error;
  if (command == "flush") {
    const seq_ch_status status = seq_ch_flush(pushing.writer, static_cast<std::uint32_t>(value), &error);
    answer(std::string("flushed ") + seq_ch_status_name(status) + " " + error.message);
    return true;
  }
  answer("closing");
  if (command == "stop") pushing.stopping = true;
  std::uint64_t left = 0;
  const seq_ch_status status = seq_ch_close(pushing.writer, static_cast<std::uint32_t>(value), &left);
  pushing.stopping = true;
  for (std::thread& thread : threads) thread.join();
  answer(evidence_of(pushing.writer));
  seq_ch_free(pushing.writer);
  answer(std::string("closed ") + seq_ch_status_name(status) + " " + std::to_string(left));
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) arguments[argv[i]] = argv[i + 1];
  crash::Ledger ledger(text_of(arguments, "ledger").c_str());
  const seq_ch_options options = options_of(arguments);
  seq_ch_writer* writer = nullptr;
  seq_ch_error error{};
  error.struct_size = sizeof error;
  if (const seq_ch_status status = seq_ch_open(&options, &writer, &error); status != SEQ_CH_OK) {
    die(std::string("open: ") + seq_ch_status_name(status) + " " + error.message);
  }
  seq_ch_table* any_shape = nullptr;
  if (const seq_ch_status status = seq_ch_table_open(writer, "seq.any_shape", crash::kAnyShapeColumns,
                                                     std::size(crash::kAnyShapeColumns), &any_shape);
      status != SEQ_CH_OK) {
    die(std::string("table: ") + seq_ch_status_name(status));
  }

  Pushing pushing{writer, any_shape, ledger, number_of(arguments, "rows"), number_of(arguments, "burst"), number_of(arguments, "pause-us")};
  const std::string prefix = text_of(arguments, "run") + "." + text_of(arguments, "process") + ".";
  std::vector<std::thread> threads;
  for (unsigned thread = 0; thread < number_of(arguments, "threads") && thread < crash::kMaxThreads; ++thread) {
    const crash::RowOrigin origin{text_of(arguments, "label"), prefix + std::to_string(thread) + ".", number_of(arguments, "base-ms"),
                                  static_cast<unsigned>(number_of(arguments, "days"))};
    threads.emplace_back([&pushing, thread, origin, seed = number_of(arguments, "seed")] {
      push_until_stopped(pushing, thread, origin, seed);
    });
  }
  answer("open");
  char command[32];
  unsigned long value = 0;
  while (std::scanf("%31s %lu", command, &value) == 2) {
    if (!obey(command, value, pushing, threads)) return 0;
  }
  obey("close", 0, pushing, threads);
  return 0;
}
