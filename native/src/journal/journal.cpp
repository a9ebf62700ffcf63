#include "journal/journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "journal/epoch_ms.hpp"

namespace seqch {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// A stream that fills a segment faster than this gets a larger one next.
constexpr std::chrono::seconds kBusy{1};
constexpr std::uint64_t kGrowth = 4;
/// How long a push is refused at once after the disk refused a segment.
constexpr std::chrono::milliseconds kPauseAfterFailure{100};
constexpr std::uint64_t kManyRetiredBytes = 256ull * 1024 * 1024;

}  // namespace

Failure Journal::open(JournalOptions options, std::unique_ptr<Journal>& journal) {
  std::unique_ptr<Journal> made(new Journal(std::move(options)));
  if (!made->options_.dir.empty()) {
    if (Failure failure = JournalFolder::create(made->options_.dir, made->folder_); failure.failed()) return failure;
    made->boot_id_ = read_boot_id();
  } else {
    made->look_finished();  // nothing is ever left
  }
  journal = std::move(made);
  return {};
}

void Journal::release() {
  const std::lock_guard lock(mutex_);
  live_.clear();
  unpopulated_.clear();
  retired_.clear();
  folder_.reset();
}

seq_ch_status Journal::create_segment(std::span<const std::uint8_t> description, std::uint64_t payload_bytes, const Segment* before,
                                      std::shared_ptr<Segment>& segment) {
  const auto now = SteadyClock::now();
  std::uint64_t capacity = std::min(kFirstSegmentBytes, options_.segment_bytes);
  if (before != nullptr && now - before->created() < kBusy) capacity = std::min(before->capacity() * kGrowth, options_.segment_bytes);
  capacity = std::max(capacity, Segment::capacity_for(payload_bytes, description.size()));

  std::unique_lock lock(mutex_);
  if (now < next_try_) return SEQ_CH_JOURNAL_FAILED;
  if (stats_.file_bytes + capacity > options_.max_bytes + kSegmentSlack) return SEQ_CH_FULL;
  live_.reserve(live_.size() + 1);
  unpopulated_.reserve(unpopulated_.size() + 1);
  const Segment::Plan plan{next_number_, capacity, description, boot_id_, static_cast<std::uint64_t>(epoch_ms())};
  if (const int error = Segment::create(*options_.disk, folder_, plan, segment); error != 0) {
    next_try_ = now + kPauseAfterFailure;
    note(SEQ_CH_JOURNAL_FAILED, "no new segment of " + std::to_string(capacity) + " bytes", error);
    return SEQ_CH_JOURNAL_FAILED;
  }
  ++next_number_;
  stats_.file_bytes += capacity;
  live_.push_back(segment);
  if (is_on_disk()) unpopulated_.push_back(segment);
  has_new_names_ = is_on_disk();
  stats_.last_failure = Failure{};
  lock.unlock();
  if (on_segment_) on_segment_();
  return SEQ_CH_OK;
}

// Called with mutex_ held, or before other threads know the journal.
void Journal::note(seq_ch_status status, const std::string& what, int error) {
  stats_.last_failure = Failure::of(status, what + ": " + std::system_category().message(error));
}

void Journal::retire(const std::shared_ptr<Segment>& segment) {
  const std::lock_guard lock(mutex_);
  std::erase(live_, segment);
  std::erase(unpopulated_, segment);
  if (!is_on_disk()) {
    stats_.file_bytes -= segment->capacity();
    return;
  }
  retired_.push_back(segment);
  retired_bytes_ += segment->capacity();
}

std::vector<std::shared_ptr<Segment>> Journal::adopt_dead() {
  std::vector<std::shared_ptr<Segment>> found;
  if (!is_on_disk()) return found;
  std::vector<std::shared_ptr<JournalFolder>> folders;
  const Failure failure = JournalFolder::adopt_dead(options_.dir, folders);
  for (const std::shared_ptr<JournalFolder>& folder : folders) {
    for (const std::string& name : folder->segments()) {
      std::shared_ptr<Segment> segment;
      const int error = Segment::open(*options_.disk, folder, name, segment);
      const std::lock_guard lock(mutex_);
      if (error == 0) {
        found.push_back(segment);
        live_.push_back(segment);
        stats_.file_bytes += segment->capacity();
      } else if (error == ENODATA) {
        // Its process died while the file was given its size, so nothing was accepted there.
        static_cast<void>(options_.disk->remove(folder->path() + "/" + name));
      } else {
        note(SEQ_CH_JOURNAL_FAILED, "cannot map segment " + name + " of a journal that was left", error);
        if (error == EINVAL) {
          ++stats_.unreadable_segments;
          static_cast<void>(folder->set_aside(name));
        }
      }
    }
  }
  const std::lock_guard lock(mutex_);
  stats_.adopted_journals += folders.size();
  if (failure.failed()) stats_.last_failure = failure;
  return found;
}

void Journal::adopted(std::uint64_t rows, std::uint64_t torn_records, std::uint64_t damaged_records) {
  const std::lock_guard lock(mutex_);
  stats_.adopted_rows += rows;
  stats_.torn_records += torn_records;
  stats_.damaged_records += damaged_records;
}

void Journal::look_finished() {
  const std::lock_guard lock(mutex_);
  ++stats_.finished_looks;
}

void Journal::forget(const std::shared_ptr<Segment>& segment) {
  const std::lock_guard lock(mutex_);
  std::erase(live_, segment);
  stats_.file_bytes -= segment->capacity();
}

void Journal::set_aside(const std::shared_ptr<Segment>& segment) {
  const int error = segment->set_aside();
  forget(segment);
  const std::lock_guard lock(mutex_);
  ++stats_.unreadable_segments;
  if (error != 0) note(SEQ_CH_JOURNAL_FAILED, "a segment that cannot be read could not be moved to damaged", error);
}

void Journal::discard(const std::shared_ptr<Segment>& segment) {
  forget(segment);
  if (const int error = segment->remove_file(); error != 0) {
    const std::lock_guard lock(mutex_);
    note(SEQ_CH_JOURNAL_FAILED, "an empty segment could not be removed", error);
  }
}

void Journal::populate_new() {
  std::vector<std::shared_ptr<Segment>> segments;
  {
    const std::lock_guard lock(mutex_);
    segments.swap(unpopulated_);
  }
  for (const std::shared_ptr<Segment>& segment : segments) segment->populate();
}

bool Journal::has_unsynced() const {
  const std::lock_guard lock(mutex_);
  return has_new_names_ || std::any_of(live_.begin(), live_.end(), [](const auto& segment) { return !segment->is_synced(); });
}

void Journal::sync() {
  std::vector<std::shared_ptr<Segment>> segments;
  {
    const std::lock_guard lock(mutex_);
    segments = live_;
  }
  // Names first: rows in a file that nobody finds after a power failure would not be there.
  const int names_error = sync_names();
  for (const std::shared_ptr<Segment>& segment : segments) {
    bool synced = false;
    int error = segment->sync(synced);
    if (error == 0) error = names_error;
    if (!synced) continue;
    const std::lock_guard lock(mutex_);
    if (error == 0) {
      ++stats_.syncs;
      stats_.last_sync_ms = epoch_ms();
    } else {
      ++stats_.failed_syncs;
      note(SEQ_CH_JOURNAL_FAILED, "rows could not be written to the disk", error);
    }
  }
}

int Journal::sync_names() {
  {
    const std::lock_guard lock(mutex_);
    if (!has_new_names_) return 0;
    has_new_names_ = false;
  }
  int error = options_.disk->sync_folder(folder_->path());
  if (error == 0) error = options_.disk->sync_folder(options_.dir);
  if (error == 0) return 0;
  const std::lock_guard lock(mutex_);
  has_new_names_ = true;
  return error;
}

void Journal::make_durable() {
  if (!is_on_disk()) return;
  std::vector<std::pair<std::shared_ptr<Segment>, std::uint64_t>> ends;
  std::vector<std::shared_ptr<Segment>> retired;
  std::uint64_t sum = 0;
  {
    const std::lock_guard lock(mutex_);
    for (const std::shared_ptr<Segment>& segment : live_) ends.emplace_back(segment, segment->acknowledged());
    for (const auto& [segment, end] : ends) sum += end;
    retired.swap(retired_);
    retired_bytes_ = 0;
  }
  const int folder = ::open(folder_->path().c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  const int error = folder < 0 ? errno : options_.disk->sync_file_system(folder, folder_->path());
  if (folder >= 0) ::close(folder);
  if (error == 0) {
    for (const auto& [segment, end] : ends) segment->set_durable(end);
    remove_files(retired);
  }
  const std::lock_guard lock(mutex_);
  if (error == 0) {
    acknowledged_sum_ = sum;
    ++stats_.syncs;
    stats_.last_sync_ms = epoch_ms();
    return;
  }
  ++stats_.failed_syncs;
  note(SEQ_CH_JOURNAL_FAILED, "the file system could not be written to the disk", error);
  for (const std::shared_ptr<Segment>& segment : retired) {
    retired_.push_back(segment);
    retired_bytes_ += segment->capacity();
  }
}

void Journal::remove_files(const std::vector<std::shared_ptr<Segment>>& segments) {
  for (const std::shared_ptr<Segment>& segment : segments) {
    const int error = segment->remove_file();
    const std::lock_guard lock(mutex_);
    stats_.file_bytes -= segment->capacity();
    if (error != 0) note(SEQ_CH_JOURNAL_FAILED, "an acknowledged segment could not be removed", error);
  }
}

bool Journal::has_undurable() const {
  const std::lock_guard lock(mutex_);
  std::uint64_t sum = 0;
  for (const std::shared_ptr<Segment>& segment : live_) sum += segment->acknowledged();
  return !retired_.empty() || sum != acknowledged_sum_;
}

bool Journal::has_many_retired() const {
  const std::lock_guard lock(mutex_);
  return retired_bytes_ >= kManyRetiredBytes;
}

JournalStats Journal::stats() const {
  const std::lock_guard lock(mutex_);
  JournalStats stats = stats_;
  stats.segments = live_.size() + retired_.size();
  return stats;
}

}  // namespace seqch
