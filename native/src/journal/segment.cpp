#include "journal/segment.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace seqch {
namespace {

/// A page fault costs a push a microsecond or two; this many bytes are some hundred rows.
constexpr std::uint64_t kTouchedAtOnce = 128 * 1024;

std::uint64_t data_offset(std::size_t description_bytes) noexcept {
  return round_up(kDescriptionAt + description_bytes, kDataAlignment);
}

std::string file_name(std::uint64_t number) {
  char name[40];
  std::snprintf(name, sizeof name, "%016llu.segment", static_cast<unsigned long long>(number));
  return name;
}

}  // namespace

std::uint64_t Segment::capacity_for(std::uint64_t payload_bytes, std::size_t description_bytes) noexcept {
  constexpr std::size_t kPage = 4096;
  return round_up(data_offset(description_bytes) + record_bytes(payload_bytes) + sizeof(RecordHead), kPage);
}

int Segment::create(Disk& disk, std::shared_ptr<JournalFolder> folder, const Plan& plan, std::shared_ptr<Segment>& segment) {
  std::shared_ptr<Segment> made(new Segment(disk, std::move(folder)));
  if (made->folder_ != nullptr) {
    made->path_ = made->folder_->path() + "/" + file_name(plan.number);
    if (const int error = disk.create(made->path_, plan.capacity, made->fd_); error != 0) return error;
    made->journal_id_ = made->folder_->id();
  }
  made->capacity_ = plan.capacity;
  if (const int error = disk.map(made->fd_, plan.capacity, made->memory_); error != 0) {
    if (made->fd_ >= 0) static_cast<void>(disk.remove(made->path_));
    return error;
  }
  made->write_header(plan);
  segment = std::move(made);
  return 0;
}

int Segment::open(Disk& disk, std::shared_ptr<JournalFolder> folder, const std::string& name, std::shared_ptr<Segment>& segment) {
  std::shared_ptr<Segment> made(new Segment(disk, std::move(folder)));
  made->path_ = made->folder_->path() + "/" + name;
  made->fd_ = ::open(made->path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (made->fd_ < 0) return errno;
  struct stat file{};
  if (fstat(made->fd_, &file) != 0) return errno;
  made->capacity_ = static_cast<std::uint64_t>(file.st_size);
  if (S_ISREG(file.st_mode) && file.st_size == 0) return ENODATA;
  if (!S_ISREG(file.st_mode) || made->capacity_ < kDescriptionAt) return EINVAL;
  if (const int error = disk.map(made->fd_, made->capacity_, made->memory_); error != 0) return error;
  SegmentHeader header;
  std::memcpy(&header, made->memory_, sizeof header);
  made->journal_id_ = header.journal_id;
  made->number_ = header.number;
  made->seed_ = record_seed(header.journal_id, header.number);
  made->synced_end_.store(made->committed(), std::memory_order_relaxed);  // its own process saw to that
  segment = std::move(made);
  return 0;
}

Segment::~Segment() {
  if (memory_ != nullptr) munmap(memory_, capacity_);
  if (fd_ >= 0) ::close(fd_);
}

// Everything but the magic first: a file whose process died here has no magic, and is removed as one without a record.
void Segment::write_header(const Plan& plan) noexcept {
  number_ = plan.number;
  seed_ = record_seed(journal_id_, plan.number);
  SegmentHeader header{};
  header.magic = kSegmentMagic;
  header.version = kSegmentVersion;
  header.data_offset = static_cast<std::uint32_t>(data_offset(plan.description.size()));
  header.capacity = plan.capacity;
  header.journal_id = journal_id_;
  header.number = plan.number;
  header.boot_id = plan.boot_id;
  header.created_ms = plan.created_ms;
  header.description_bytes = static_cast<std::uint32_t>(plan.description.size());
  header.description_crc = crc32c(plan.description.data(), plan.description.size());
  header.header_crc = crc32c(&header, offsetof(SegmentHeader, header_crc));
  end_ = header.data_offset;
  std::memcpy(memory_ + kDescriptionAt, plan.description.data(), plan.description.size());
  for (const std::size_t position : {kCommittedAt, kAcknowledgedAt, kDurableAt}) store_position(memory_ + position, end_);
  std::memcpy(memory_ + sizeof header.magic, reinterpret_cast<const std::uint8_t*>(&header) + sizeof header.magic,
              sizeof header - sizeof header.magic);
  std::uint64_t magic;
  std::memcpy(&magic, header.magic.data(), sizeof magic);
  __atomic_store_n(reinterpret_cast<std::uint64_t*>(memory_), magic, __ATOMIC_RELEASE);
  synced_end_.store(0, std::memory_order_relaxed);
}

void Segment::commit(std::uint64_t payload_bytes, std::uint64_t rows) noexcept {
  const std::uint32_t crc = crc32c(payload_room(), payload_bytes);
  append({static_cast<std::uint32_t>(payload_bytes), static_cast<std::uint32_t>(rows), crc, 0});
}

void Segment::cut() noexcept { append(RecordHead{}); }

// The committed end comes last: a process that dies before it has accepted nothing, and replay stops before the record.
void Segment::append(RecordHead head) noexcept {
  head.head_crc = head_crc(head, seed_);
  std::memcpy(memory_ + end_, &head, sizeof head);
  end_ += record_bytes(head.payload_bytes);
  store_position(memory_ + kCommittedAt, end_);
}

void Segment::touch_ahead(std::uint64_t payload_bytes) {
  std::uint64_t from = touched_end_.load(std::memory_order_acquire);
  const std::uint64_t needed = end_ + record_bytes(payload_bytes) + sizeof(RecordHead);
  while (from < needed) {
    const std::uint64_t until = std::min(std::max(from + kTouchedAtOnce, round_up(needed, kTouchedAtOnce)), capacity_);
    disk_.populate(memory_ + from, until - from);
    // If the keeper was faster, its end stands.
    if (touched_end_.compare_exchange_strong(from, until, std::memory_order_acq_rel)) from = until;
  }
}

void Segment::populate() {
  std::uint64_t from = touched_end_.load(std::memory_order_acquire);
  while (from < capacity_) {
    const std::uint64_t until = std::min(from + kTouchedAtOnce, capacity_);
    disk_.populate(memory_ + from, until - from);
    if (touched_end_.compare_exchange_strong(from, until, std::memory_order_acq_rel)) from = until;
  }
}

int Segment::sync(bool& synced) {
  const std::uint64_t end = committed();
  const std::uint64_t before = synced_end_.load(std::memory_order_relaxed);
  synced = end != before;
  if (!synced || fd_ < 0) return 0;
  const int error = disk_.sync_file(fd_, memory_, before, end, kDescriptionAt);
  if (error == 0) synced_end_.store(end, std::memory_order_relaxed);
  return error;
}

int Segment::set_aside() { return folder_->set_aside(path_.substr(path_.rfind('/') + 1)); }

int Segment::remove_file() { return fd_ < 0 ? 0 : disk_.remove(path_); }

std::string Segment::token(std::uint64_t start, std::uint64_t end) const {
  return journal_name(journal_id_) + "-" + std::to_string(number_) + "-" + std::to_string(start) + "-" + std::to_string(end);
}

}  // namespace seqch
