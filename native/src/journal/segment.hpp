// One segment: a mapped file, or memory alone, that rows are appended to and read from in place.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "journal/disk.hpp"
#include "journal/journal_folder.hpp"
#include "journal/segment_format.hpp"
#include "protocol/failure.hpp"

namespace seqch {

/// Threads: appending is for one thread at a time (the table's lock sees to it), acknowledge() for the flush thread, the
/// positions and sync() for any. Invariant: data offset <= durable <= acknowledged <= committed <= capacity.
/// Closes its mapping and file when the last owner lets go; the file stays unless remove_file() was called.
class Segment {
 public:
  /// What a segment is made for.
  struct Plan {
    std::uint64_t number = 0;
    std::uint64_t capacity = 0;
    std::span<const std::uint8_t> description;
    BootId boot_id{};
    std::uint64_t created_ms = 0;
  };
  /// Bytes of a segment that has room for one record of `payload_bytes` and a cut.
  static std::uint64_t capacity_for(std::uint64_t payload_bytes, std::size_t description_bytes) noexcept;

  /// Makes a new file in `folder`, or takes memory when there is no folder. The error number of the system, 0 for success.
  static int create(Disk& disk, std::shared_ptr<JournalFolder> folder, const Plan& plan, std::shared_ptr<Segment>& segment);
  /// Maps a file that a dead process left. Checks nothing of what is in it but that it has a header's size.
  /// ENODATA: it is empty; its process died while it gave the file its size.
  static int open(Disk& disk, std::shared_ptr<JournalFolder> folder, const std::string& name, std::shared_ptr<Segment>& segment);
  ~Segment();
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  // --- Appending.

  [[nodiscard]] bool has_room(std::uint64_t payload_bytes) const noexcept {
    return end_ + record_bytes(payload_bytes) + sizeof(RecordHead) <= capacity_;
  }
  /// Where the payload of the next record goes. REQUIRES: has_room().
  [[nodiscard]] std::uint8_t* payload_room() noexcept { return memory_ + end_ + sizeof(RecordHead); }
  /// Brings the pages of the next record into memory, and many more with them: rarely, and not one by one as it is written.
  void touch(std::uint64_t payload_bytes) {
    if (end_ + record_bytes(payload_bytes) + sizeof(RecordHead) > touched_end_.load(std::memory_order_acquire)) touch_ahead(payload_bytes);
  }
  /// Makes what was written to payload_room() a record. When this returns, the rows survive the process.
  void commit(std::uint64_t payload_bytes, std::uint64_t rows) noexcept;
  /// Ends a block. There is always room for it after commit().
  void cut() noexcept;
  [[nodiscard]] std::uint64_t end() const noexcept { return end_; }
  [[nodiscard]] std::chrono::steady_clock::time_point created() const noexcept { return created_; }

  // --- Positions.

  [[nodiscard]] std::uint64_t committed() const noexcept { return offset_of(load_position(memory_ + kCommittedAt)); }
  [[nodiscard]] std::uint64_t acknowledged() const noexcept { return offset_of(load_position(memory_ + kAcknowledgedAt)); }
  void acknowledge(std::uint64_t end) noexcept { store_position(memory_ + kAcknowledgedAt, end); }
  void set_durable(std::uint64_t end) noexcept { store_position(memory_ + kDurableAt, end); }

  // --- The keeper.

  /// Brings all pages into memory, ahead of the pushes.
  void populate();
  /// Has new records written to the disk. `synced` says whether there were any.
  int sync(bool& synced);
  [[nodiscard]] bool is_synced() const noexcept { return committed() == synced_end_.load(std::memory_order_relaxed); }
  int remove_file();
  /// Moves the file, which cannot be read, out of the journal.
  int set_aside();

  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return {memory_, capacity_}; }
  [[nodiscard]] std::uint64_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::uint32_t seed() const noexcept { return seed_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// The deduplication token of the block [start, end).
  [[nodiscard]] std::string token(std::uint64_t start, std::uint64_t end) const;

 private:
  Segment(Disk& disk, std::shared_ptr<JournalFolder> folder) noexcept : disk_(disk), folder_(std::move(folder)) {}
  void write_header(const Plan& plan) noexcept;
  void append(RecordHead head) noexcept;
  void touch_ahead(std::uint64_t payload_bytes);

  Disk& disk_;
  const std::shared_ptr<JournalFolder> folder_;
  std::string path_;
  int fd_ = -1;
  std::uint8_t* memory_ = nullptr;
  std::uint64_t capacity_ = 0;
  JournalId journal_id_{};
  std::uint64_t number_ = 0;
  std::uint32_t seed_ = 0;
  std::chrono::steady_clock::time_point created_ = std::chrono::steady_clock::now();
  std::atomic<std::uint64_t> synced_end_{0};
  /// Pages before it are in memory. The keeper is ahead of the pushes, or the pushes help themselves.
  std::atomic<std::uint64_t> touched_end_{0};
  /// The committed end, kept where no other thread reads it.
  std::uint64_t end_ = 0;
};

}  // namespace seqch
