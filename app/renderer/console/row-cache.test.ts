import { expect, it } from 'vitest';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type Problem } from '../data/problem.ts';
import { createRowCache, type Row } from './row-cache.ts';

/** A cache whose fetches stay open until the test answers them. */
function cached(total: number) {
  const asked: { from: number; count: number; settle: (answer: Result<readonly Row[], Problem>) => void }[] = [];
  const cache = createRowCache((from, count) => new Promise((settle) => asked.push({ from, count, settle })), total);
  return {
    cache,
    asked: () => asked.map(({ from, count }) => [from, count]),
    answer: async () => {
      const { from, count, settle } = asked.shift() ?? { from: 0, count: 0, settle: () => undefined };
      settle(ok(Array.from({ length: count }, (_, index) => [from + index])));
      await new Promise((resolve) => setTimeout(resolve));
    },
    refuse: async () => {
      asked.shift()?.settle(fail({ kind: 'refused', message: 'gone' }));
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

it('what is looked at is fetched, then what comes next', async () => {
  const { cache, asked, answer } = cached(1_000);
  cache.want(190, 230);
  expect(asked()).toEqual([
    [0, 200],
    [200, 200],
    [400, 200],
  ]);
  await answer();
  expect(cache.row(199)).toEqual([199]);
  expect(cache.row(200)).toBeUndefined();
  expect(asked()).toEqual([
    [200, 200],
    [400, 200],
    [600, 200],
  ]);
});

it('upwards, what lies above is fetched ahead, and no fetch goes beyond the rows', async () => {
  const { cache, asked, answer } = cached(450);
  cache.want(420, 450);
  expect(asked()).toEqual([[400, 50]]);
  await answer();
  cache.want(410, 440);
  expect(asked()).toEqual([
    [200, 200],
    [0, 200],
  ]);
});

it('windows that were passed by are not fetched', async () => {
  const { cache, asked, answer } = cached(1_000_000);
  for (let from = 0; from < 900_000; from += 1_000) cache.want(from, from + 40);
  expect(asked()).toHaveLength(3);
  await answer();
  await answer();
  await answer();
  expect(asked()[0]).toEqual([899_000, 200]);
});

it('a window grows when more rows have come', async () => {
  const { cache, asked, answer } = cached(10);
  cache.want(0, 10);
  await answer();
  cache.grow(300);
  expect(asked()).toEqual([
    [0, 200],
    [200, 100],
  ]);
  await answer();
  expect(cache.row(150)).toEqual([150]);
});

it('a refusal is told and asked again with the next look only', async () => {
  const { cache, asked, refuse } = cached(10);
  cache.want(0, 10);
  await refuse();
  expect([cache.problem()?.message, asked()]).toEqual(['gone', []]);
  cache.want(0, 10);
  expect(asked()).toEqual([[0, 10]]);
});

it('rows that come fewer at a time are asked for until all are here', async () => {
  const asked: number[][] = [];
  const cache = createRowCache((from, count) => {
    asked.push([from, count]);
    return Promise.resolve(
      ok(from >= 5 ? [] : Array.from({ length: Math.min(2, count) }, (_, index) => [from + index])),
    );
  }, 8);
  cache.want(0, 8);
  await new Promise((resolve) => setTimeout(resolve));
  expect(asked).toEqual([
    [0, 8],
    [2, 6],
    [4, 4],
    [6, 2],
  ]);
  expect([cache.row(5), cache.row(6)]).toEqual([[5], undefined]);
});

it('windows that were looked at long ago are dropped', async () => {
  const { cache, answer, asked } = cached(100_000);
  for (let window = 0; window < 80; window += 1) {
    cache.want(window * 200, window * 200 + 10);
    while (asked().length > 0) await answer();
  }
  expect(cache.row(0)).toBeUndefined();
  expect(cache.row(79 * 200)).toEqual([79 * 200]);
});
