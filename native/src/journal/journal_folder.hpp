// The folder of one journal, held by a lock for as long as its process lives.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "journal/segment_format.hpp"
#include "protocol/failure.hpp"

namespace seqch {

/// 32 hexadecimal digits.
[[nodiscard]] std::string journal_name(const JournalId& id);

/// Gives the lock back at its end, and removes the folder if no segment is left in it. Threads: immutable.
class JournalFolder {
 public:
  /// Makes and locks a folder for a new journal in `journals_dir`, which is made too if it is missing.
  static Failure create(const std::string& journals_dir, std::shared_ptr<JournalFolder>& folder);
  /// Locks every folder whose process has died.
  static Failure adopt_dead(const std::string& journals_dir, std::vector<std::shared_ptr<JournalFolder>>& folders);
  ~JournalFolder();
  JournalFolder(const JournalFolder&) = delete;
  JournalFolder& operator=(const JournalFolder&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const JournalId& id() const noexcept { return id_; }
  /// Names of the segment files, oldest first.
  [[nodiscard]] std::vector<std::string> segments() const;
  /// Moves a file that cannot be read to `damaged/` beside the journals. The error number of the system, 0 for success.
  int set_aside(const std::string& name) const;

 private:
  JournalFolder(std::string path, const JournalId& id, int lock) : path_(std::move(path)), id_(id), lock_(lock) {}

  const std::string path_;
  const JournalId id_;
  const int lock_;
};

}  // namespace seqch
