// A disk that is really full: a tmpfs of one megabyte, mounted where nobody else sees it.
#ifdef __linux__

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "journal_fixture.hpp"

namespace {

/// Exit statuses of the child, which reports nothing else.
enum Outcome { kAsExpected = 0, kNoMount = 10, kWrong = 20 };

/// A mount needs a namespace of our own: as root alone, else together with one of users.
bool mount_small_disk(const std::string& path) {
  if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  return mount("tmpfs", path.c_str(), "tmpfs", 0, "size=1m") == 0;
}

int fill_disk(const std::string& path) {
  if (!mount_small_disk(path)) return kNoMount;
  std::unique_ptr<seqch::Journal> journal;
  seqch::JournalOptions options;
  options.dir = path + "/journal";
  if (seqch::Journal::open(options, journal).failed()) return kWrong + 1;
  const std::uint8_t shape[] = {'s'};
  std::vector<std::shared_ptr<seqch::Segment>> segments;
  seq_ch_status status = SEQ_CH_OK;
  while (status == SEQ_CH_OK && segments.size() < 100) {
    std::shared_ptr<seqch::Segment> segment;
    status = journal->create_segment(shape, 100, nullptr, segment);
    if (status != SEQ_CH_OK) break;
    // Every byte of what was given can be written: the disk was asked beforehand.
    while (segment->has_room(4'000)) {
      std::memset(segment->payload_room(), 1, 4'000);
      segment->commit(4'000, 1);
    }
    segments.push_back(std::move(segment));
  }
  if (status != SEQ_CH_JOURNAL_FAILED) return kWrong + 2;
  if (segments.empty() || segments.size() > 4) return kWrong + 3;
  if (journal->stats().last_failure.message.find(std::strerror(ENOSPC)) == std::string::npos) return kWrong + 4;
  journal->retire(segments.back());
  segments.pop_back();
  journal->make_durable();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::shared_ptr<seqch::Segment> again;
  while (journal->create_segment(shape, 100, nullptr, again) != SEQ_CH_OK) {
    if (std::chrono::steady_clock::now() > deadline) return kWrong + 5;
    sched_yield();
  }
  return kAsExpected;
}

}  // namespace

TEST_CASE("a full disk refuses new segments, keeps those that it gave, and gives again when there is room") {
  const fake::TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) _exit(fill_disk(folder.path()));
  int status = 0;
  CHECK_EQ(waitpid(child, &status, 0), child);
  CHECK(WIFEXITED(status));
  if (WEXITSTATUS(status) == kNoMount) harness::report_failure(__FILE__, __LINE__, "no tmpfs could be mounted: run as root, or allow user namespaces");
  CHECK_EQ(WEXITSTATUS(status), static_cast<int>(kAsExpected));
}

#endif
