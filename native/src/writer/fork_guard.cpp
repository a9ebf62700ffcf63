#include "writer/fork_guard.hpp"

#include <pthread.h>

#include <mutex>
#include <system_error>

namespace seqch {

void count_forks() {
  static std::once_flag once;
  std::call_once(once, [] {
    const int problem = pthread_atfork(nullptr, nullptr, [] { forks_behind_us.fetch_add(1, std::memory_order_relaxed); });
    if (problem != 0) throw std::system_error(problem, std::generic_category());
  });
}

}  // namespace seqch
