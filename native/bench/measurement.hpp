// What can be asked of seqch-bench. Every measurement leaves the writer with nothing to send.
#pragma once

#include <cstdint>

#include "json.hpp"
#include "seqch.h"

namespace bench {

/// Waits until everything is acknowledged; ends the program when that does not happen.
void flush(seq_ch_writer* writer);
/// Says on standard error what went wrong and ends the program.
[[noreturn]] void fail(const char* what, seq_ch_status status, const char* message);

/// Time of one seq_ch_push_model_invocation, each call timed on its own. `pace` is calls a second and thread, 0: one
/// after the other. `calls` are those of all threads together.
Json measure_push(seq_ch_writer* writer, unsigned threads, std::uint64_t calls, std::uint64_t pace);

/// Time from a push to the moment its acknowledgement is seen, with events spread evenly, or all of a second at once.
Json measure_visible(seq_ch_writer* writer, std::uint64_t events_per_second, unsigned seconds, bool in_bursts);

/// Rows a second from the first push to the last acknowledgement: `rows` different rows, sent `repeats` times.
Json measure_sustained(seq_ch_writer* writer, std::uint64_t rows, std::uint64_t repeats, std::uint64_t ts_ms);

/// What a writer with an open connection and nothing to do costs.
Json measure_idle(seq_ch_writer* writer, unsigned seconds);

}  // namespace bench
