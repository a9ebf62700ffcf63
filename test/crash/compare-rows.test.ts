import { describe, expect, it } from 'vitest';
import { type FoundRows, compareRows, emptyTally, isBad } from './compare-rows.ts';
import type { Stream } from './ledger.ts';

const stream: Stream = { table: 'seq.context', run: 3, process: 0, thread: 1, accepted: 10, attempted: 12 };
const whole: FoundRows = { ...stream, rows: 10, distinct: 10, end: 10, damaged: 0 };

function tallyOf(found: readonly FoundRows[], streams: readonly Stream[] = [stream]) {
  const { tally, complaints } = compareRows(streams, found);
  expect(complaints.length > 0).toBe(isBad(tally));
  return tally;
}

describe('rows of a stream', () => {
  it('are well when all accepted ones are there once', () => {
    expect(tallyOf([whole])).toEqual({ ...emptyTally(), accepted: 10, found: 10 });
  });

  it('are well when the push that was under way is there as a whole', () => {
    const found = { ...whole, rows: 12, distinct: 12, end: 12 };
    expect(tallyOf([found])).toEqual({ ...emptyTally(), accepted: 10, found: 12, keptInFlight: 2 });
  });

  it('are torn when a part of that push is there', () => {
    expect(tallyOf([{ ...whole, rows: 11, distinct: 11, end: 11 }]).torn).toBe(1);
  });

  it('are lost at the end, in the middle, and all of them', () => {
    expect(tallyOf([{ ...whole, rows: 9, distinct: 9, end: 9 }]).lost).toBe(1);
    expect(tallyOf([{ ...whole, rows: 9, distinct: 9 }]).lost).toBe(1);
    expect(tallyOf([]).lost).toBe(10);
  });

  it('are doubled, also when as many others are lost', () => {
    expect(tallyOf([{ ...whole, rows: 11 }])).toMatchObject({ doubled: 1, lost: 0 });
    expect(tallyOf([{ ...whole, rows: 10, distinct: 9 }])).toMatchObject({ doubled: 1, lost: 1 });
  });

  it('are damaged when they hold what their number does not say', () => {
    expect(tallyOf([{ ...whole, damaged: 2 }]).damaged).toBe(2);
  });

  it('are unasked for when nobody pushed them', () => {
    expect(tallyOf([{ ...whole, rows: 14, distinct: 14, end: 14 }]).unasked).toBe(2);
    expect(tallyOf([whole, { ...whole, process: 7 }]).unasked).toBe(10);
  });

  it('name the stream that is not as it must be', () => {
    expect(compareRows([stream], []).complaints).toEqual([
      'seq.context 3.0.1: 10 lost (10 accepted, 12 attempted; 0 found, 0 different, end 0)',
    ]);
  });
});
