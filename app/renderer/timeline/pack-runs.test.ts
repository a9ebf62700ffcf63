import { expect, it } from 'vitest';
import { packRuns } from './pack-runs.ts';

it('puts runs that overlap on different lines and reuses a line that is free again', () => {
  const minuteMs = 60_000;
  const { lineOf, lines } = packRuns([
    { threadId: 'a', fromMs: 0, toMs: 10 * minuteMs },
    { threadId: 'b', fromMs: 5 * minuteMs, toMs: 6 * minuteMs },
    { threadId: 'c', fromMs: 9 * minuteMs, toMs: 20 * minuteMs },
    { threadId: 'd', fromMs: 11 * minuteMs, toMs: 12 * minuteMs },
  ]);
  expect([...lineOf]).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 1],
    ['d', 2],
  ]);
  expect(lines).toBe(3);
});
