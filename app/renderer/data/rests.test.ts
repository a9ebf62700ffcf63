import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { restFor, trackRests } from './rests.ts';

function queryThatRests(leastMs: number) {
  return new QueryClient()
    .getQueryCache()
    .build(new QueryClient(), { queryKey: ['a question'] as readonly unknown[], meta: restFor(leastMs) });
}

it('has a question due on every beat unless it rests', () => {
  const rests = trackRests(() => 1_000);
  expect(rests.isDue(queryThatRests(0))).toBe(true);
});

it('lets a question rest from the first beat that saw it, and from the last that asked it', () => {
  let nowMs = 0;
  const rests = trackRests(() => nowMs);
  const query = queryThatRests(15_000);
  const due: number[] = [];
  for (nowMs = 5_000; nowMs <= 60_000; nowMs += 5_000) {
    if (!rests.isDue(query)) continue;
    rests.asked(query);
    due.push(nowMs);
  }
  expect(due).toEqual([20_000, 35_000, 50_000]);
});

it('asks again on the next beat what could not be answered, or not be brought up to date', () => {
  const rests = trackRests(() => 5_000);
  const query = queryThatRests(60_000);
  const problem = { what: 'The database is away.', todo: 'Wait.' };
  query.setData({ state: 'ready', value: [], stale: null });
  expect(rests.isDue(query)).toBe(false);
  query.setData({ state: 'failed', problem });
  expect(rests.isDue(query)).toBe(true);
  query.setData({ state: 'ready', value: [], stale: problem });
  expect(rests.isDue(query)).toBe(true);
});
