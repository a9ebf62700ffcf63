import { type ContextRow, type MemEventRow } from '../../../contract/rows.ts';
import { type TableRow } from '../row-sink.ts';
import { type Segment } from './segment-track.ts';

/** A segment as it is stored: in `seq.context`, and in `seq.mem_events` for whoever reads memory events only. */
export function segmentRows(segment: Segment, away: boolean): [TableRow, TableRow] {
  return [
    { table: 'seq.context', row: contextRow(segment, away) },
    { table: 'seq.mem_events', row: memEventRow(segment, away) },
  ];
}

function contextRow({ id, startMs, endMs, facts, tz, utcOffsetMin }: Segment, away: boolean): ContextRow {
  return {
    ts_ms: startMs,
    dur_ms: endMs - startMs,
    app: facts.app,
    bundle_id: facts.bundleId,
    window_title: facts.title,
    url: facts.url,
    afk: away ? 1 : 0,
    tz,
    utc_offset_min: utcOffsetMin,
    segment_id: id,
  };
}

/** The view behind `seq.window_context` takes the application and the title from their columns, all else from the payload. */
function memEventRow({ id, startMs, endMs, facts, tz, utcOffsetMin }: Segment, away: boolean): MemEventRow {
  return {
    ts_ms: startMs,
    kind: 'window_context',
    app: facts.app,
    subject: facts.title,
    payload: JSON.stringify({
      dur_ms: endMs - startMs,
      bundle_id: facts.bundleId,
      url: facts.url,
      afk: away ? 1 : 0,
      tz,
      utc_offset_min: utcOffsetMin,
      segment_id: id,
    }),
  };
}
