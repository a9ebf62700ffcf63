// A journal in a folder of its own, for the tests of what survives.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "harness.hpp"
#include "journal/journal.hpp"
#include "journal/segment_scan.hpp"

namespace fake {

/// A folder that is gone with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "seqch-journal-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Segment files of all journals, sorted by path. What a writer removes meanwhile may be among them or not.
  [[nodiscard]] std::vector<std::string> segments() const {
    std::vector<std::string> found;
    std::error_code gone;
    for (const auto& journal : std::filesystem::directory_iterator(path_, gone)) {
      std::filesystem::directory_iterator file(journal.path(), gone);
      for (; !gone && file != std::filesystem::directory_iterator(); file.increment(gone)) {
        if (file->path().extension() == ".segment") found.push_back(file->path().string());
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  /// Journals, without the folder for damaged segments.
  [[nodiscard]] std::size_t journals() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) count += entry.path().filename() != "damaged" ? 1 : 0;
    return count;
  }

 private:
  std::string path_;
};

/// A disk that fails where a test says so.
class FaultyDisk : public seqch::Disk {
 public:
  int create(const std::string& path, std::uint64_t bytes, int& fd) override {
    return create_error != 0 ? create_error.load() : Disk::create(path, bytes, fd);
  }
  int map(int fd, std::uint64_t bytes, std::uint8_t*& memory) override {
    return map_error != 0 ? map_error.load() : Disk::map(fd, bytes, memory);
  }
  void populate(std::uint8_t* memory, std::uint64_t bytes) override {
    Disk::populate(memory, bytes);
    populated_bytes += bytes;
  }
  int sync_file(int fd, std::uint8_t* memory, std::uint64_t from, std::uint64_t to, std::uint64_t head) override {
    ++file_syncs;
    return sync_error != 0 ? sync_error.load() : Disk::sync_file(fd, memory, from, to, head);
  }
  int sync_folder(const std::string& path) override {
    ++folder_syncs;
    return sync_error != 0 ? sync_error.load() : Disk::sync_folder(path);
  }
  int sync_file_system(int fd, const std::string& path) override {
    ++file_system_syncs;
    return sync_error != 0 ? sync_error.load() : Disk::sync_file_system(fd, path);
  }

  std::atomic<int> create_error{0};
  std::atomic<int> map_error{0};
  std::atomic<int> sync_error{0};
  std::atomic<std::uint64_t> populated_bytes{0};
  std::atomic<int> file_syncs{0};
  std::atomic<int> folder_syncs{0};
  std::atomic<int> file_system_syncs{0};
};

/// Rows of the shape that tests use: any bytes are rows.
inline bool any_rows(std::span<const std::uint8_t>, std::uint32_t) { return true; }

/// A segment in memory with records whose payloads are the given texts; an empty text is a cut.
class TestSegment {
 public:
  explicit TestSegment(const std::vector<std::string>& records, std::uint64_t capacity = 16 * 1024) {
    const std::string description = "shape";
    seqch::Segment::Plan plan;
    plan.number = 1;
    plan.capacity = capacity;
    plan.description = {reinterpret_cast<const std::uint8_t*>(description.data()), description.size()};
    CHECK_EQ(seqch::Segment::create(seqch::Disk::system(), nullptr, plan, segment), 0);
    for (const std::string& record : records) add(record);
  }
  void add(const std::string& record) {
    starts.push_back(segment->end());
    if (record.empty()) {
      segment->cut();
      return;
    }
    std::memcpy(segment->payload_room(), record.data(), record.size());
    segment->commit(record.size(), 1);
  }
  /// A copy of what lies on disk, to be damaged.
  [[nodiscard]] std::vector<std::uint8_t> image() const { return {segment->bytes().begin(), segment->bytes().end()}; }

  std::shared_ptr<seqch::Segment> segment;
  /// Where each record begins.
  std::vector<std::uint64_t> starts;
};

inline seqch::SegmentScan scan(std::span<const std::uint8_t> image, bool same_boot = true) {
  seqch::SegmentHeader header;
  CHECK_EQ(static_cast<int>(seqch::read_segment_header(image, header)), static_cast<int>(seqch::SegmentState::readable));
  return seqch::scan_segment(image, header, same_boot, any_rows);
}

inline std::uint64_t rows_of(const seqch::SegmentScan& scan) {
  std::uint64_t rows = 0;
  for (const seqch::BlockRange& block : scan.blocks) rows += block.rows;
  return rows;
}

}  // namespace fake
