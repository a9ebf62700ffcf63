// Tells the child of a fork from the process that it was forked from.
//
// A child has its own copy of a writer's memory, but none of its threads, and the same pages of its journal: what it pushed
// there would overwrite what its parent pushes. So a writer refuses everything in a process that has not opened it.
#pragma once

#include <atomic>
#include <cstdint>

namespace seqch {

inline std::atomic<std::uint32_t> forks_behind_us{0};

/// How many forks lie between this process and the one that called it first. Cheap: one load.
[[nodiscard]] inline std::uint32_t fork_generation() noexcept { return forks_behind_us.load(std::memory_order_relaxed); }

/// Must have been called before a fork for that fork to be counted; more often does no harm.
void count_forks();

}  // namespace seqch
