// How threads of a writer wait for each other.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace seqch {

/// Ends the sleep of one thread. A wake that comes while the thread is awake ends its next sleep.
class WakeSignal {
 public:
  void wake() noexcept {
    {
      const std::lock_guard lock(mutex_);
      awake_ = true;
    }
    condition_.notify_one();
  }
  void sleep_until(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    condition_.wait_until(lock, until, [&] { return awake_; });
    awake_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool awake_ = false;
};

/// Tells any number of waiting threads that something has changed and is worth looking at again.
class ProgressSignal {
 public:
  void changed() noexcept {
    {
      const std::lock_guard lock(mutex_);
      ++generation_;
    }
    condition_.notify_all();
  }
  /// Waits until `done` is true or `until` has passed; returns what `done` says last. `done` runs without the lock.
  template <typename Done>
  bool wait_until(std::chrono::steady_clock::time_point until, Done done) {
    while (true) {
      std::uint64_t seen;
      {
        const std::lock_guard lock(mutex_);
        seen = generation_;
      }
      if (done()) return true;
      std::unique_lock lock(mutex_);
      if (!condition_.wait_until(lock, until, [&] { return generation_ != seen; })) {
        lock.unlock();
        return done();
      }
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  std::uint64_t generation_ = 0;
};

}  // namespace seqch
