#include "journal/journal_keeper.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace seqch {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// How often journals that were left are looked for, and how old acknowledged rows may be before they are made durable.
constexpr std::chrono::seconds kRound{10};

}  // namespace

JournalKeeper::JournalKeeper(Journal& journal, Duties duties) : journal_(journal), duties_(std::move(duties)) {
  if (!journal_.is_on_disk()) return;
  // The push that needs a segment brings in its first pages; the others are here before the pushes that come next.
  journal_.on_segment([this] { wake_.wake(); });
  thread_ = std::thread([this] { run(); });
}

void JournalKeeper::stop() {
  if (!thread_.joinable()) return;
  stopping_.store(true, std::memory_order_relaxed);
  wake_.wake();
  thread_.join();
}

void JournalKeeper::run() {
  auto next_round = SteadyClock::now();
  auto next_sync = SteadyClock::now();
  while (!stopping_.load(std::memory_order_relaxed)) {
    try {
      const auto now = SteadyClock::now();
      journal_.populate_new();
      if (journal_.has_many_retired()) journal_.make_durable();
      if (now >= next_round) {
        next_round = now + kRound;
        if (const auto segments = journal_.adopt_dead(); !segments.empty()) duties_.adopt(segments);
        journal_.look_finished();
        if (journal_.has_undurable()) journal_.make_durable();
      }
      auto until = next_round;
      if (active_.load(std::memory_order_acquire)) {
        if (now >= next_sync) {
          // Quiet from here on, unless a push says otherwise. A push does so when no rows wait in its table, so where rows
          // wait there may be pushes that say nothing.
          active_.store(false, std::memory_order_release);
          next_sync = now + journal_.options().sync_interval;
          journal_.sync();
          if (journal_.has_unsynced() || duties_.has_waiting()) active_.store(true, std::memory_order_release);
        }
        until = std::min(until, next_sync);
      }
      wake_.sleep_until(until);
    } catch (const std::exception&) {
      // Memory that could not be had: what was to be done is still to be done in the next turn.
      wake_.sleep_until(SteadyClock::now() + journal_.options().sync_interval);
    }
  }
}

}  // namespace seqch
