#include "journal/disk.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

namespace seqch {
namespace {

/// Gives `fd` a size whose every block exists.
int allocate(int fd, std::uint64_t bytes) {
#ifdef __APPLE__
  fstore_t request{F_ALLOCATEALL, F_PEOFPOSMODE, 0, static_cast<off_t>(bytes), 0};
  if (fcntl(fd, F_PREALLOCATE, &request) != 0) return errno;
  return ftruncate(fd, static_cast<off_t>(bytes)) == 0 ? 0 : errno;
#else
  return posix_fallocate(fd, 0, static_cast<off_t>(bytes));
#endif
}

}  // namespace

int Disk::create(const std::string& path, std::uint64_t bytes, int& fd) {
  fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return errno;
  const int error = allocate(fd, bytes);
  if (error == 0) return 0;
  ::close(fd);
  ::unlink(path.c_str());
  fd = -1;
  return error;
}

int Disk::map(int fd, std::uint64_t bytes, std::uint8_t*& memory) {
  const int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
  void* const mapped = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, fd, 0);
  if (mapped == MAP_FAILED) return errno;
  memory = static_cast<std::uint8_t*>(mapped);
  return 0;
}

void Disk::populate(std::uint8_t* memory, std::uint64_t bytes) {
#ifdef MADV_POPULATE_WRITE
  if (madvise(memory, bytes, MADV_POPULATE_WRITE) == 0) return;
#endif
  // Adding nothing to one byte of each page changes nothing, whoever writes there at the same time.
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  for (std::uint64_t at = 0; at < bytes; at += page) __atomic_fetch_add(memory + at, std::uint8_t{0}, __ATOMIC_RELAXED);
}

// The head last: it says how far the rest counts.
int Disk::sync_file([[maybe_unused]] int fd, std::uint8_t* memory, std::uint64_t from, std::uint64_t to, std::uint64_t head) {
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const std::uint64_t first = from / page * page;
  if (msync(memory + first, to - first, MS_SYNC) != 0) return errno;
  if (first > 0 && msync(memory, head, MS_SYNC) != 0) return errno;
#ifdef __APPLE__
  if (fcntl(fd, F_FULLFSYNC) != 0) return errno;
#endif
  return 0;
}

int Disk::sync_folder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  if (fd < 0) return errno;
  const int error = fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  return error;
}

int Disk::sync_file_system([[maybe_unused]] int fd, [[maybe_unused]] const std::string& path) {
#ifdef __APPLE__
  return sync_volume_np(path.c_str(), SYNC_VOLUME_FULLSYNC | SYNC_VOLUME_WAIT) == 0 ? 0 : errno;
#else
  return syncfs(fd) == 0 ? 0 : errno;
#endif
}

int Disk::remove(const std::string& path) { return ::unlink(path.c_str()) == 0 ? 0 : errno; }

Disk& Disk::system() {
  static Disk disk;
  return disk;
}

}  // namespace seqch
