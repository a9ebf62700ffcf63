// The thread that looks after a journal: fresh pages, the disk, acknowledged segments, and journals that were left.
#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "journal/journal.hpp"
#include "writer/signals.hpp"

namespace seqch {

class JournalKeeper {
 public:
  struct Duties {
    /// Takes the segments of dead processes, oldest first. Called by the keeper's thread.
    std::function<void(const std::vector<std::shared_ptr<Segment>>&)> adopt;
    /// Whether accepted rows wait for the server: more may come without a sign.
    std::function<bool()> has_waiting;
  };
  JournalKeeper(Journal& journal, Duties duties);
  /// Ends the thread. What was acknowledged and is not durable yet stays for the next writer to remove: writing a whole file
  /// system to the disk can take minutes, and nobody wants to wait for that at the end.
  void stop();
  ~JournalKeeper() { stop(); }
  JournalKeeper(const JournalKeeper&) = delete;
  JournalKeeper& operator=(const JournalKeeper&) = delete;

  /// Rows came where none waited. Cheap when the keeper knows already.
  void note_activity() noexcept {
    if (!active_.load(std::memory_order_relaxed) && !active_.exchange(true, std::memory_order_acq_rel)) wake_.wake();
  }

 private:
  void run();

  Journal& journal_;
  const Duties duties_;
  WakeSignal wake_;
  std::atomic<bool> active_{false};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace seqch
