// What the journal asks of the file system, so that tests can have it fail.
#pragma once

#include <cstdint>
#include <string>

namespace seqch {

/// Every method returns 0 or the error number of the system. Threads: any.
class Disk {
 public:
  Disk() = default;
  virtual ~Disk() = default;
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  /// Creates a file of `bytes` bytes, all of them allocated, readable and writable by its owner alone.
  virtual int create(const std::string& path, std::uint64_t bytes, int& fd);
  /// Maps a whole file, shared and writable; without a file (-1) fresh memory.
  virtual int map(int fd, std::uint64_t bytes, std::uint8_t*& memory);
  /// Brings the pages of a mapping into memory, writable, without changing them: a push then meets no page fault.
  virtual void populate(std::uint8_t* memory, std::uint64_t bytes);
  /// Waits until bytes [from, to) of the file that is mapped at `memory`, and then its first `head` bytes, have reached the
  /// disk. Other pages are left alone: they stay writable without a page fault, and what nobody wrote to is not written.
  virtual int sync_file(int fd, std::uint8_t* memory, std::uint64_t from, std::uint64_t to, std::uint64_t head);
  /// Waits until the names of the files in a folder have reached the disk.
  virtual int sync_folder(const std::string& path);
  /// Waits until everything on the file system of `fd`, a folder at `path`, has reached the disk.
  virtual int sync_file_system(int fd, const std::string& path);
  virtual int remove(const std::string& path);

  static Disk& system();
};

}  // namespace seqch
