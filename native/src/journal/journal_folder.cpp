#include "journal/journal_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>

#include "journal/hex.hpp"

namespace seqch {
namespace {

constexpr std::string_view kSegmentSuffix = ".segment";
constexpr std::string_view kLockName = "/lock";

Failure unusable(const std::string& path, int error) {
  return Failure::of(SEQ_CH_JOURNAL_FAILED, "the journal folder " + path + ": " + std::system_category().message(error));
}

/// Makes `path` and what is missing above it, for the owner alone.
int make_folders(const std::string& path) {
  for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    const std::string part = path.substr(0, slash);
    if (mkdir(part.c_str(), 0700) != 0 && errno != EEXIST && errno != EISDIR) return errno;
    if (slash == std::string::npos) return 0;
  }
}

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  DIR* const folder = opendir(path.c_str());
  if (folder == nullptr) return names;
  while (const dirent* entry = readdir(folder)) names.emplace_back(entry->d_name);
  closedir(folder);
  return names;
}

JournalId random_id() {
  std::random_device source;
  JournalId id{};
  for (std::uint8_t& byte : id) byte = static_cast<std::uint8_t>(source());
  return id;
}

}  // namespace

std::string journal_name(const JournalId& id) { return to_hex(id); }

// Made under a hidden name and renamed when it is locked, so that nobody takes it for the folder of a dead process.
Failure JournalFolder::create(const std::string& journals_dir, std::shared_ptr<JournalFolder>& folder) {
  if (const int error = make_folders(journals_dir); error != 0) return unusable(journals_dir, error);
  const JournalId id = random_id();
  const std::string hidden = journals_dir + "/." + journal_name(id);
  std::string path = journals_dir + "/" + journal_name(id);
  if (mkdir(hidden.c_str(), 0700) != 0) return unusable(hidden, errno);
  const std::string lock_path = hidden + std::string(kLockName);
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int error = lock < 0 ? errno : 0;
  if (error == 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) error = errno;
  if (error == 0 && rename(hidden.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    if (lock >= 0) ::close(lock);
    unlink(lock_path.c_str());
    rmdir(hidden.c_str());
    return unusable(path, error);
  }
  folder.reset(new JournalFolder(std::move(path), id, lock));
  return {};
}

Failure JournalFolder::adopt_dead(const std::string& journals_dir, std::vector<std::shared_ptr<JournalFolder>>& folders) {
  for (const std::string& name : names_in(journals_dir)) {
    JournalId id{};
    if (!parse_hex(name, id)) continue;
    std::string path = journals_dir + "/" + name;
    // The lock file may be missing when a process died while it removed its folder.
    const int lock = ::open((path + std::string(kLockName)).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) {
      if (errno != ENOENT) return unusable(path, errno);
      continue;  // its last owner has just removed it
    }
    if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
      folders.emplace_back(new JournalFolder(std::move(path), id, lock));
      continue;
    }
    const int error = errno;
    ::close(lock);
    if (error != EWOULDBLOCK) return unusable(path, error);
  }
  return {};
}

JournalFolder::~JournalFolder() {
  if (segments().empty()) {
    unlink((path_ + std::string(kLockName)).c_str());
    rmdir(path_.c_str());
  }
  ::close(lock_);
}

std::vector<std::string> JournalFolder::segments() const {
  std::vector<std::string> names = names_in(path_);
  std::erase_if(names, [](const std::string& name) { return !name.ends_with(kSegmentSuffix); });
  std::sort(names.begin(), names.end());
  return names;
}

int JournalFolder::set_aside(const std::string& name) const {
  const std::string damaged = path_.substr(0, path_.rfind('/')) + "/damaged";
  if (mkdir(damaged.c_str(), 0700) != 0 && errno != EEXIST) return errno;
  const std::string target = damaged + "/" + journal_name(id_) + "-" + name;
  return rename((path_ + "/" + name).c_str(), target.c_str()) == 0 ? 0 : errno;
}

}  // namespace seqch
