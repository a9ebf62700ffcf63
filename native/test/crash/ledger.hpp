// What a pusher knows to be accepted, in a file that survives its death.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace crash {

/// Tables that a pusher fills; their order is that of test/crash/tables.ts.
inline constexpr unsigned kTables = 7;
inline constexpr unsigned kMaxThreads = 4;

/// A stream is what one thread pushes into one table: rows with the numbers 0, 1, 2, …
/// Always: accepted <= found in ClickHouse <= attempted, and a push is found whole or not at all.
struct Stream {
  std::uint64_t attempted; // stored before the push
  std::uint64_t accepted;  // stored after it has returned OK
};

/// The file: kMaxThreads times kTables streams. The pages belong to the kernel, so a killed process loses none of its stores,
/// and a store costs what any store costs.
class Ledger {
 public:
  explicit Ledger(const char* path) {
    const int fd = ::open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void* mapped = MAP_FAILED;
    if (fd >= 0 && ::ftruncate(fd, kBytes) == 0) mapped = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED) {
      std::perror(path);
      std::exit(2);
    }
    ::close(fd);
    streams_ = static_cast<Stream*>(mapped);
  }

  /// Thread `thread` only.
  [[nodiscard]] std::uint64_t accepted(unsigned thread, unsigned table) const { return stream(thread, table).accepted; }
  void attempt(unsigned thread, unsigned table, std::uint64_t end) {
    std::atomic_ref(stream(thread, table).attempted).store(end, std::memory_order_seq_cst);
  }
  void accept(unsigned thread, unsigned table, std::uint64_t end) {
    std::atomic_ref(stream(thread, table).accepted).store(end, std::memory_order_seq_cst);
  }

 private:
  static constexpr off_t kBytes = kMaxThreads * kTables * sizeof(Stream);

  [[nodiscard]] Stream& stream(unsigned thread, unsigned table) const { return streams_[thread * kTables + table]; }

  Stream* streams_ = nullptr;
};

}  // namespace crash
