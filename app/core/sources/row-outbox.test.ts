import { describe, expect, it } from 'vitest';
import { RowOutbox } from './row-outbox.ts';
import { type TableRow } from './row-sink.ts';
import { RowList } from './testing/fake-desk.ts';

function presence(ts_ms: number): TableRow {
  return { table: 'seq.presence', row: { ts_ms, dur_ms: 1, state: 'active' } };
}

describe('the outbox', () => {
  it('keeps refused rows in order and hands them over when there is room', () => {
    const sink = new RowList();
    const outbox = new RowOutbox(sink);
    sink.refusal = { kind: 'full', message: 'full' };
    outbox.push(presence(1));
    outbox.push(presence(2));
    sink.refusal = undefined;
    outbox.push(presence(3));
    expect(sink.presences().map(({ ts_ms }) => ts_ms)).toEqual([1, 2, 3]);
    expect(outbox.counters).toEqual({ accepted: 3, refused: 2, lost: 0 });
  });

  it('gives up the oldest row at its limit and counts it', () => {
    const sink = new RowList();
    const outbox = new RowOutbox(sink, 2);
    sink.refusal = { kind: 'full', message: 'full' };
    for (const ts of [1, 2, 3]) outbox.push(presence(ts));
    sink.refusal = undefined;
    outbox.retry();
    expect([sink.presences().map(({ ts_ms }) => ts_ms), outbox.counters.lost]).toEqual([[2, 3], 1]);
  });

  it('gives up a row that can never be stored, so that it holds up nothing', () => {
    const sink = new RowList();
    const outbox = new RowOutbox(sink);
    sink.refusal = { kind: 'rejected', message: 'no such column' };
    outbox.push(presence(1));
    expect([outbox.pending(), outbox.counters]).toEqual([[], { accepted: 0, refused: 1, lost: 1 }]);
  });
});
