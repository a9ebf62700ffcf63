#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <functional>

#include "journal/journal_keeper.hpp"
#include "journal_fixture.hpp"

using fake::FaultyDisk;
using fake::TemporaryFolder;

namespace {

const std::uint8_t kShape[] = {'s'};

std::unique_ptr<seqch::Journal> open_journal(const std::string& dir, seqch::Disk& disk = seqch::Disk::system()) {
  std::unique_ptr<seqch::Journal> journal;
  seqch::JournalOptions options;
  options.dir = dir;
  options.segment_bytes = 64 * 1024;
  options.disk = &disk;
  CHECK_EQ(seqch::Journal::open(options, journal).status, SEQ_CH_OK);
  return journal;
}

std::shared_ptr<seqch::Segment> new_segment(seqch::Journal& journal, std::uint64_t payload = 100, const seqch::Segment* before = nullptr) {
  std::shared_ptr<seqch::Segment> segment;
  CHECK_EQ(journal.create_segment(kShape, payload, before, segment), SEQ_CH_OK);
  return segment;
}

void add_record(seqch::Segment& segment) {
  segment.payload_room()[0] = 1;
  segment.commit(1, 1);
}

}  // namespace

TEST_CASE("folders and files of a journal are for their owner alone") {
  const TemporaryFolder folder;
  const std::string dir = folder.path() + "/made/on the way";
  const auto journal = open_journal(dir);
  const auto segment = new_segment(*journal);
  struct stat file{};
  CHECK_EQ(stat(segment->path().c_str(), &file), 0);
  CHECK_EQ(file.st_mode & 0777u, 0600u);
  CHECK_EQ(stat(dir.c_str(), &file), 0);
  CHECK_EQ(file.st_mode & 0777u, 0700u);
}

TEST_CASE("the whole size of a segment is allocated when it is made") {
  const TemporaryFolder folder;
  const auto journal = open_journal(folder.path());
  const auto segment = new_segment(*journal);
  struct stat file{};
  CHECK_EQ(stat(segment->path().c_str(), &file), 0);
  CHECK(static_cast<std::uint64_t>(file.st_blocks) * 512 >= segment->capacity());
}

TEST_CASE("the pages of a segment that is made while the keeper sleeps are brought into memory at once") {
  const TemporaryFolder folder;
  FaultyDisk disk;
  const auto journal = open_journal(folder.path(), disk);
  seqch::JournalKeeper keeper(*journal, {.adopt = [](const auto&) {}, .has_waiting = [] { return false; }});
  std::uint64_t wanted = 0;
  for (int segments = 0; segments < 3; ++segments) {
    const auto begin = std::chrono::steady_clock::now();
    const auto segment = new_segment(*journal);
    wanted += segment->capacity();
    CHECK(harness::eventually([&] { return disk.populated_bytes >= wanted; }));
    // By itself it would look 10 s after the last time, because no rows come.
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
  }
}

TEST_CASE("an empty file, whose process died while it made the file, is removed and no damage") {
  const TemporaryFolder folder;
  auto dead = open_journal(folder.path());
  const std::string path = new_segment(*dead)->path();
  dead->release();
  CHECK_EQ(truncate(path.c_str(), 0), 0);
  const auto journal = open_journal(folder.path());
  CHECK(journal->adopt_dead().empty());
  CHECK(folder.segments().empty());
  CHECK_EQ(journal->stats().adopted_journals, 1u);
  CHECK_EQ(journal->stats().unreadable_segments, 0u);
  CHECK(!std::filesystem::exists(folder.path() + "/damaged"));
}

TEST_CASE("a living process keeps its journal, a dead one's is adopted once") {
  const TemporaryFolder folder;
  auto dead = open_journal(folder.path());
  add_record(*new_segment(*dead));
  const auto first = open_journal(folder.path());
  CHECK_EQ(first->adopt_dead().size(), 0u);
  dead.reset();
  const auto second = open_journal(folder.path());
  const auto adopted = first->adopt_dead();
  CHECK_EQ(adopted.size(), 1u);
  CHECK_EQ(second->adopt_dead().size(), 0u);
  CHECK_EQ(first->stats().adopted_journals, 1u);
}

TEST_CASE("a journal whose segments are all durable leaves nothing behind") {
  const TemporaryFolder folder;
  {
    const auto journal = open_journal(folder.path());
    auto segment = new_segment(*journal);
    journal->retire(segment);
    CHECK_EQ(folder.segments().size(), 1u);
    journal->make_durable();
    CHECK_EQ(folder.segments().size(), 0u);
    CHECK_EQ(journal->stats().file_bytes, 0u);
  }
  CHECK_EQ(folder.journals(), 0u);
}

TEST_CASE("a file system that cannot be synced keeps acknowledged segments and says so") {
  const TemporaryFolder folder;
  FaultyDisk disk;
  const auto journal = open_journal(folder.path(), disk);
  auto segment = new_segment(*journal);
  add_record(*segment);
  segment->acknowledge(segment->end());
  journal->retire(segment);
  disk.sync_error = EIO;
  journal->make_durable();
  CHECK_EQ(folder.segments().size(), 1u);
  CHECK_EQ(journal->stats().failed_syncs, 1u);
  CHECK_EQ(journal->stats().last_failure.status, SEQ_CH_JOURNAL_FAILED);
  CHECK(journal->has_undurable());
  disk.sync_error = 0;
  journal->make_durable();
  CHECK_EQ(folder.segments().size(), 0u);
}

TEST_CASE("a failed sync of rows is counted and tried again") {
  const TemporaryFolder folder;
  FaultyDisk disk;
  const auto journal = open_journal(folder.path(), disk);
  const auto segment = new_segment(*journal);
  add_record(*segment);
  disk.sync_error = EIO;
  journal->sync();
  CHECK(journal->has_unsynced());
  CHECK_EQ(journal->stats().failed_syncs, 1u);
  disk.sync_error = 0;
  journal->sync();
  CHECK(!journal->has_unsynced());
  CHECK_EQ(disk.file_syncs.load(), 2);
  CHECK_EQ(disk.folder_syncs.load(), 3);  // one that failed; then the journal's folder and the one above it
  journal->sync();
  CHECK_EQ(disk.file_syncs.load(), 2);  // nothing was new
  CHECK_EQ(disk.folder_syncs.load(), 3);
}

TEST_CASE("a full disk refuses the segment with the reason, and not every push asks the disk again") {
  const TemporaryFolder folder;
  FaultyDisk disk;
  const auto journal = open_journal(folder.path(), disk);
  disk.create_error = ENOSPC;
  std::shared_ptr<seqch::Segment> segment;
  CHECK_EQ(journal->create_segment(kShape, 100, nullptr, segment), SEQ_CH_JOURNAL_FAILED);
  CHECK(journal->stats().last_failure.message.find("No space left") != std::string::npos);
  disk.create_error = 0;
  CHECK_EQ(journal->create_segment(kShape, 100, nullptr, segment), SEQ_CH_JOURNAL_FAILED);
  CHECK(harness::eventually([&] { return journal->create_segment(kShape, 100, nullptr, segment) == SEQ_CH_OK; }));
}

TEST_CASE("a mapping that fails leaves no file behind") {
  const TemporaryFolder folder;
  FaultyDisk disk;
  const auto journal = open_journal(folder.path(), disk);
  disk.map_error = ENOMEM;
  std::shared_ptr<seqch::Segment> segment;
  CHECK_EQ(journal->create_segment(kShape, 100, nullptr, segment), SEQ_CH_JOURNAL_FAILED);
  CHECK_EQ(folder.segments().size(), 0u);
}

TEST_CASE("a journal folder that cannot be made is an error with its path") {
  std::unique_ptr<seqch::Journal> journal;
  seqch::JournalOptions options;
  options.dir = "/dev/null/journal";
  const seqch::Failure failure = seqch::Journal::open(options, journal);
  CHECK_EQ(failure.status, SEQ_CH_JOURNAL_FAILED);
  CHECK(failure.message.find("/dev/null/journal") != std::string::npos);
}

TEST_CASE("segment files stay within their limit") {
  const TemporaryFolder folder;
  std::unique_ptr<seqch::Journal> journal;
  seqch::JournalOptions options;
  options.dir = folder.path();
  options.max_bytes = 1;
  CHECK_EQ(seqch::Journal::open(options, journal).status, SEQ_CH_OK);
  std::shared_ptr<seqch::Segment> segment;
  CHECK_EQ(journal->create_segment(kShape, seqch::kSegmentSlack, nullptr, segment), SEQ_CH_FULL);
  CHECK_EQ(journal->create_segment(kShape, 1'000, nullptr, segment), SEQ_CH_OK);
}

TEST_CASE("a stream that fills a segment at once gets a larger one, up to the limit") {
  const TemporaryFolder folder;
  std::unique_ptr<seqch::Journal> journal;
  seqch::JournalOptions options;
  options.dir = folder.path();
  options.segment_bytes = 2 * seqch::kFirstSegmentBytes;
  CHECK_EQ(seqch::Journal::open(options, journal).status, SEQ_CH_OK);
  const auto first = new_segment(*journal);
  CHECK_EQ(first->capacity(), seqch::kFirstSegmentBytes);
  const auto second = new_segment(*journal, 100, first.get());
  CHECK_EQ(second->capacity(), options.segment_bytes);
  const auto huge = new_segment(*journal, 5 * seqch::kFirstSegmentBytes, second.get());
  CHECK(huge->capacity() > 5 * seqch::kFirstSegmentBytes);
}
