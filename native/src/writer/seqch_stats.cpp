// The counters of seqch.h.
#include <algorithm>

#include "writer/handles.hpp"

namespace {

using seqch::copy_text;
using seqch::Failure;
using seqch::guarded;

void add(seq_ch_counters& total, const seq_ch_counters& part) noexcept {
  total.accepted_rows += part.accepted_rows;
  total.acknowledged_rows += part.acknowledged_rows;
  total.refused_full += part.refused_full;
  total.refused_invalid += part.refused_invalid;
  total.refused_failed += part.refused_failed;
  total.refused_journal += part.refused_journal;
  total.dropped_rows += part.dropped_rows;
  total.buffered_bytes += part.buffered_bytes;
  total.blocks_sent += part.blocks_sent;
  total.blocks_retried += part.blocks_retried;
  total.last_acknowledged_ms = std::max(total.last_acknowledged_ms, part.last_acknowledged_ms);
  total.oldest_waiting_us = std::max(total.oldest_waiting_us, part.oldest_waiting_us);
}

}  // namespace

seq_ch_status seq_ch_get_stats(seq_ch_writer* writer, seq_ch_stats* stats) {
  if (writer == nullptr || seqch::known_size(stats) == 0) return SEQ_CH_INVALID_ARGUMENT;
  if (!writer->is_of_this_process()) return SEQ_CH_CLOSED;
  return guarded([&] {
    const seqch::LinkStatus link = writer->writer.link();
    const auto tables = writer->writer.tables();
    seq_ch_stats now{};
    now.connected = link.connected ? 1 : 0;
    now.closed = writer->writer.is_closing() ? 1 : 0;
    now.table_count = static_cast<std::uint32_t>(tables.size());
    now.connects = link.connects;
    for (const seqch::Table* table : tables) {
      add(now.total, table->counters());
      now.failed_tables += table->has_types() && table->state() == seqch::Table::State::failed ? 1 : 0;
    }
    now.last_error = link.last_failure.status;
    now.last_server_code = link.last_failure.server_code;
    copy_text(now.server, sizeof now.server, link.connected ? link.server : std::string());
    copy_text(now.last_error_text, sizeof now.last_error_text, link.last_failure.message);
    seqch::write_struct(now, stats);
    return SEQ_CH_OK;
  });
}

seq_ch_status seq_ch_table_stats_at(seq_ch_writer* writer, std::uint32_t index, seq_ch_table_stats* stats) {
  if (writer == nullptr || seqch::known_size(stats) == 0) return SEQ_CH_INVALID_ARGUMENT;
  if (!writer->is_of_this_process()) return SEQ_CH_CLOSED;
  return guarded([&] {
    const auto tables = writer->writer.tables();
    if (index >= tables.size()) return SEQ_CH_INVALID_ARGUMENT;
    const seqch::Table& table = *tables[index];
    const Failure failure = table.last_failure();
    seq_ch_table_stats now{};
    now.failed = table.has_types() && table.state() == seqch::Table::State::failed ? 1 : 0;
    now.ready = table.has_types() ? 1 : 0;
    now.counters = table.counters();
    now.last_error = failure.status;
    now.last_server_code = failure.server_code;
    copy_text(now.name, sizeof now.name, table.name());
    copy_text(now.last_error_text, sizeof now.last_error_text, failure.message);
    seqch::write_struct(now, stats);
    return SEQ_CH_OK;
  });
}

seq_ch_status seq_ch_get_journal_stats(seq_ch_writer* writer, seq_ch_journal_stats* stats) {
  if (writer == nullptr || seqch::known_size(stats) == 0) return SEQ_CH_INVALID_ARGUMENT;
  if (!writer->is_of_this_process()) return SEQ_CH_CLOSED;
  return guarded([&] {
    const seqch::JournalStats journal = writer->writer.journal_stats();
    seq_ch_journal_stats told{};
    told.file_bytes = journal.file_bytes;
    told.segments = journal.segments;
    told.adopted_journals = journal.adopted_journals;
    told.adopted_rows = journal.adopted_rows;
    told.adopted_waiting_rows = writer->writer.adopted_waiting_rows();
    told.torn_records = journal.torn_records;
    told.damaged_records = journal.damaged_records;
    told.unreadable_segments = journal.unreadable_segments;
    told.syncs = journal.syncs;
    told.failed_syncs = journal.failed_syncs;
    told.last_sync_ms = journal.last_sync_ms;
    told.finished_looks = journal.finished_looks;
    told.last_error = journal.last_failure.status;
    copy_text(told.last_error_text, sizeof told.last_error_text, journal.last_failure.message);
    seqch::write_struct(told, stats);
    return SEQ_CH_OK;
  });
}
