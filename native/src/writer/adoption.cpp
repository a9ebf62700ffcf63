// How a writer takes over the rows that dead processes left in their journals.
#include <algorithm>
#include <utility>

#include "journal/segment_scan.hpp"
#include "writer/block_rows.hpp"
#include "writer/writer.hpp"

namespace seqch {

// Segments come oldest first, so the blocks of a shape keep their order.
void Writer::adopt(const std::vector<std::shared_ptr<Segment>>& segments) {
  for (const std::shared_ptr<Segment>& segment : segments) adopt_segment(segment);
  wake_all();
}

void Writer::adopt_segment(const std::shared_ptr<Segment>& segment) {
  SegmentHeader header;
  const SegmentState state = read_segment_header(segment->bytes(), header);
  if (state == SegmentState::unborn) return journal_->discard(segment);
  DescribedShape shape;
  if (state == SegmentState::unreadable || !parse_shape(description_of(segment->bytes(), header), shape)) {
    return journal_->set_aside(segment);
  }
  const bool same_boot = header.boot_id == journal_->boot_id();
  const SegmentScan scan = scan_segment(segment->bytes(), header, same_boot, [&](std::span<const std::uint8_t> payload, std::uint32_t rows) {
    return are_packed_rows(shape.types, payload, rows);
  });
  if (scan.blocks.empty()) {
    journal_->retire(segment);
  } else {
    Table& table = adopting_table(std::move(shape));
    for (const BlockRange& range : scan.blocks) {
      table.adopt({.segment = segment, .range = range, .first_accepted = SteadyClock::now(), .adopted = true});
    }
  }
  // Counted last: whoever sees them counted sees them waiting, or sent.
  std::uint64_t rows = 0;
  for (const BlockRange& range : scan.blocks) rows += range.rows;
  journal_->adopted(rows, scan.torn_records, scan.damaged_records);
}

/// One table for all that was left in one shape.
Table& Writer::adopting_table(DescribedShape shape) {
  const std::lock_guard lock(mutex_);
  const auto is_alike = [&](const ShapeColumn& a, const ShapeColumn& b) { return a.name == b.name && a.type_text == b.type_text; };
  for (const std::unique_ptr<Table>& table : tables_) {
    if (!table->is_adopted() || table->name() != shape.table) continue;
    const auto columns = table->columns();
    if (std::equal(columns.begin(), columns.end(), shape.columns.begin(), shape.columns.end(), is_alike)) return *table;
  }
  std::vector<std::string> names;
  for (const ShapeColumn& column : shape.columns) names.push_back(column.name);
  Table& table = add_table(shape.table, std::move(names), Table::Origin::adopted);
  table.set_columns(std::move(shape.columns), std::move(shape.types));
  return table;
}

}  // namespace seqch
