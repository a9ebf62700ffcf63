import { beforeEach, describe, expect, it } from 'vitest';
import { type Segment } from '../window/segment-track.ts';
import { AwayLedger } from './away-ledger.ts';

let released: string[];
let ledger: AwayLedger;

beforeEach(() => {
  released = [];
  ledger = newLedger(100);
});

function newLedger(limit: number): AwayLedger {
  return new AwayLedger({
    limit,
    isExempt: ({ facts }) => facts.app === 'Meeting',
    released: ({ id, startMs, endMs }, away) => released.push(`${id} ${startMs}-${endMs}${away ? ' away' : ''}`),
  });
}

function segment(id: string, startMs: number, endMs: number, app = 'Editor'): Segment {
  return { id, startMs, endMs, facts: { app, bundleId: '', title: '', url: '' }, tz: 'UTC', utcOffsetMin: 0 };
}

describe('the ledger of time away', () => {
  it('holds a segment back until nothing can be dated before its end', () => {
    ledger.add(segment('a', 0, 100));
    ledger.certainUntil(99);
    expect(released).toEqual([]);
    ledger.certainUntil(100);
    expect(released).toEqual(['a 0-100']);
  });

  it('splits a segment where the person left and where they came back', () => {
    ledger.add(segment('a', 0, 100));
    ledger.turn(30, true);
    ledger.turn(70, false);
    ledger.certainUntil(100);
    expect(released).toEqual(['a 0-30', 'a.1 30-70 away', 'a.2 70-100']);
  });

  it('does not call an exempt application away', () => {
    ledger.add(segment('a', 0, 100, 'Meeting'));
    ledger.turn(30, true);
    ledger.certainUntil(100);
    expect(released).toEqual(['a 0-30', 'a.1 30-100']);
  });

  it('releases the oldest with what is known when too many wait', () => {
    ledger = newLedger(1);
    ledger.add(segment('a', 0, 10));
    ledger.add(segment('b', 10, 20));
    expect(released).toEqual(['a 0-10']);
  });

  it('keeps the turn that decides for what comes next', () => {
    ledger.turn(30, true);
    ledger.certainUntil(1_000);
    ledger.add(segment('a', 1_000, 1_100));
    ledger.certainUntil(1_100);
    expect(released).toEqual(['a 1000-1100 away']);
  });
});
