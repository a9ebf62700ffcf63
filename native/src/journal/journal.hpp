// The journal of one writer: makes segments, has them reach the disk, and removes them when ClickHouse has their rows.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "journal/disk.hpp"
#include "journal/journal_folder.hpp"
#include "journal/segment.hpp"
#include "protocol/failure.hpp"

namespace seqch {

struct JournalOptions {
  /// Where the journals of all processes lie. Empty: rows are kept in memory alone.
  std::string dir;
  /// Largest segment. A busy stream works its way up to it.
  std::uint64_t segment_bytes = 64ull * 1024 * 1024;
  /// Together with kSegmentSlack the most that segment files may take.
  std::uint64_t max_bytes = 1024ull * 1024 * 1024;
  std::chrono::milliseconds sync_interval{1'000};
  Disk* disk = &Disk::system();
};

inline constexpr std::uint64_t kFirstSegmentBytes = 256 * 1024;
inline constexpr std::uint64_t kSmallestSegmentBytes = 16 * 1024;
inline constexpr std::uint64_t kSegmentSlack = 512ull * 1024 * 1024;

struct JournalStats {
  std::uint64_t file_bytes = 0;
  std::uint64_t segments = 0;
  std::uint64_t adopted_journals = 0;
  std::uint64_t adopted_rows = 0;
  std::uint64_t torn_records = 0;
  std::uint64_t damaged_records = 0;
  std::uint64_t unreadable_segments = 0;
  std::uint64_t syncs = 0;
  std::uint64_t failed_syncs = 0;
  std::int64_t last_sync_ms = 0;
  /// Looks for journals of dead processes that are over, with what they found adopted.
  std::uint64_t finished_looks = 0;
  /// The last trouble; empty after the next success of the same kind.
  Failure last_failure;
};

/// Threads: any, unless it says otherwise. In memory alone there is nothing to keep, adopt or sync.
class Journal {
 public:
  /// REQUIRES: segment_bytes >= kSmallestSegmentBytes.
  static Failure open(JournalOptions options, std::unique_ptr<Journal>& journal);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  [[nodiscard]] bool is_on_disk() const noexcept { return !options_.dir.empty(); }
  /// Calls `listener` whenever a segment was made, in the thread that made it. REQUIRES: nobody makes one meanwhile.
  void on_segment(std::function<void()> listener) { on_segment_ = std::move(listener); }
  /// Gives the folder and what is left in it to the next writer. REQUIRES: no stream and no keeper any more.
  void release();

  // --- Streams.

  /// A segment with room for a record of `payload_bytes`; `before` is the stream's last one, if there is one.
  /// SEQ_CH_FULL, or SEQ_CH_JOURNAL_FAILED; after that one it is not tried again for a moment.
  seq_ch_status create_segment(std::span<const std::uint8_t> description, std::uint64_t payload_bytes, const Segment* before,
                               std::shared_ptr<Segment>& segment);
  /// Every row of the segment is acknowledged: its file goes when that is certain to outlast a power failure.
  void retire(const std::shared_ptr<Segment>& segment);

  // --- The keeper, one thread.

  /// Locks the journals of dead processes and maps their segments, oldest first.
  std::vector<std::shared_ptr<Segment>> adopt_dead();
  void adopted(std::uint64_t rows, std::uint64_t torn_records, std::uint64_t damaged_records);
  /// What adopt_dead() gave is adopted. Also after a look that failed: what it could not take is no different at the next.
  void look_finished();
  /// The segment cannot be read: its file is kept elsewhere.
  void set_aside(const std::shared_ptr<Segment>& segment);
  /// Nothing was ever accepted in this segment.
  void discard(const std::shared_ptr<Segment>& segment);
  /// Brings the pages of new segments into memory.
  void populate_new();
  /// Has new rows written to the disk.
  void sync();
  [[nodiscard]] bool has_unsynced() const;
  /// Has everything written to the disk, ClickHouse's parts too, and lets go of what was acknowledged before.
  void make_durable();
  [[nodiscard]] bool has_undurable() const;
  [[nodiscard]] bool has_many_retired() const;

  [[nodiscard]] const JournalOptions& options() const noexcept { return options_; }
  [[nodiscard]] const BootId& boot_id() const noexcept { return boot_id_; }
  [[nodiscard]] JournalStats stats() const;

 private:
  explicit Journal(JournalOptions options) : options_(std::move(options)) {}
  int sync_names();
  void note(seq_ch_status status, const std::string& what, int error);
  void remove_files(const std::vector<std::shared_ptr<Segment>>& segments);
  void forget(const std::shared_ptr<Segment>& segment);

  const JournalOptions options_;
  std::shared_ptr<JournalFolder> folder_;
  BootId boot_id_{};
  std::function<void()> on_segment_;

  mutable std::mutex mutex_;  // guards what follows
  std::uint64_t next_number_ = 1;
  std::vector<std::shared_ptr<Segment>> live_;
  std::vector<std::shared_ptr<Segment>> unpopulated_;
  /// Segments were made whose names may not have reached the disk.
  bool has_new_names_ = false;
  std::vector<std::shared_ptr<Segment>> retired_;
  std::uint64_t retired_bytes_ = 0;
  /// What was acknowledged at the last make_durable(), to see whether anything is new.
  std::uint64_t acknowledged_sum_ = 0;
  std::chrono::steady_clock::time_point next_try_{};
  JournalStats stats_;
};

/// Differs after every start of the machine.
[[nodiscard]] BootId read_boot_id();

}  // namespace seqch
