// What the handles of seqch.h are, and what every function of it does: no exception goes out, a failure becomes a code.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "seqch.h"
#include "writer/abi_struct.hpp"
#include "writer/fork_guard.hpp"
#include "writer/writer.hpp"

struct seq_ch_table {
  seq_ch_writer* owner;
  seqch::Table* table;
};

struct seq_ch_writer {
  seq_ch_writer(seqch::WriterOptions options, std::unique_ptr<seqch::Journal> journal)
      : writer(std::move(options), std::move(journal)) {}
  /// False in the child of a fork: nothing of the writer may be touched there, not even its locks.
  [[nodiscard]] bool is_of_this_process() const noexcept { return generation == seqch::fork_generation(); }

  const std::uint32_t generation = seqch::fork_generation();
  seqch::Writer writer;
  std::mutex mutex;
  // Handles never move once they are given out.
  std::vector<std::unique_ptr<seq_ch_table>> handles;
};

namespace seqch {

inline void copy_text(char* into, std::size_t capacity, const std::string& text) noexcept {
  const std::size_t size = std::min(text.size(), capacity - 1);
  std::memcpy(into, text.data(), size);
  into[size] = '\0';
}

inline seq_ch_status report(const Failure& failure, seq_ch_error* error) noexcept {
  if (failure.failed() && error != nullptr) {
    seq_ch_error told{};
    told.status = failure.status;
    told.row = failure.row;
    told.server_code = failure.server_code;
    copy_text(told.column, sizeof told.column, failure.column);
    copy_text(told.message, sizeof told.message, failure.message);
    write_struct(told, error);
  }
  return failure.status;
}

/// A failure that has no more to say than its status.
inline seq_ch_status report(seq_ch_status status, seq_ch_error* error) noexcept {
  if (error == nullptr || status == SEQ_CH_OK) return status;
  seq_ch_error told{};
  told.status = status;
  told.row = SEQ_CH_NO_ROW;
  std::strncpy(told.message, seq_ch_status_text(status), sizeof told.message - 1);
  write_struct(told, error);
  return status;
}

/// Runs `body`, whose result is a status; what it throws becomes one.
template <typename Body>
seq_ch_status guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return SEQ_CH_NO_MEMORY;
  } catch (const std::system_error&) {
    return SEQ_CH_NO_MEMORY;  // a thread or a lock that the system did not give
  } catch (...) {
    return SEQ_CH_INTERNAL;
  }
}

/// The same, and tells it. `body` has told what it returns.
template <typename Body>
seq_ch_status guarded(seq_ch_error* error, Body body) noexcept {
  bool told = false;
  const seq_ch_status status = guarded([&] {
    const seq_ch_status result = body();
    told = true;
    return result;
  });
  return told ? status : report(status, error);
}

}  // namespace seqch
