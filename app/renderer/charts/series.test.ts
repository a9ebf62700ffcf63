import { expect, it } from 'vitest';
import { type Point, restName, stack } from './series.ts';

const at = 1_000;
const point = (series: string, value: number, when = at): Point => ({ at: when, series, value });

it('keeps the largest series and sums the rest, largest first and the rest last', () => {
  const stacked = stack([point('a', 1), point('b', 5), point('c', 3), point('d', 2)], { ats: [at], top: 2 });
  expect(stacked.series).toEqual([
    { name: 'b', total: 5, rest: false },
    { name: 'c', total: 3, rest: false },
    { name: restName, total: 3, rest: true },
  ]);
  expect(stacked.columns).toEqual([{ at, values: [5, 3, 3], total: 11 }]);
  expect(stacked.total).toBe(11);
});

it('fills columns in which nothing was measured with zeros', () => {
  const stacked = stack([point('a', 4, 2), point('a', 1, 2)], { ats: [1, 2, 3], top: 7 });
  expect(stacked.columns.map(({ values }) => values)).toEqual([[0], [5], [0]]);
});

it('leaves out points beside the columns and series that sum to nothing', () => {
  const stacked = stack([point('a', 4, 9), point('b', 0), point('c', 1)], { ats: [at], top: 7 });
  expect(stacked.series.map(({ name }) => name)).toEqual(['c']);
  expect(stacked.total).toBe(1);
});

it('names a rest that is a single series', () => {
  const stacked = stack([point('a', 3), point('b', 2), point('c', 1)], { ats: [at], top: 2 });
  expect(stacked.series.map(({ name, rest }) => [name, rest])).toEqual([
    ['a', false],
    ['b', false],
    ['c', false],
  ]);
});

it('adds a series that is called like the rest to the rest', () => {
  const stacked = stack([point(restName, 9), point('a', 3), point('b', 2), point('c', 1)], { ats: [at], top: 1 });
  expect(stacked.series).toEqual([
    { name: 'a', total: 3, rest: false },
    { name: restName, total: 12, rest: true },
  ]);
  expect(stacked.columns[0]?.values).toEqual([3, 12]);
});

it('stacks names that mean something to the language as any other', () => {
  const names = ['__proto__', 'constructor', 'a.b[0]', ''];
  const stacked = stack(
    names.map((name, index) => point(name, index + 1)),
    { ats: [at], top: 7 },
  );
  expect(stacked.columns[0]?.values).toEqual([4, 3, 2, 1]);
});

it('has neither series nor a total without points', () => {
  expect(stack([], { ats: [1, 2], top: 7 })).toEqual({
    series: [],
    total: 0,
    columns: [
      { at: 1, values: [], total: 0 },
      { at: 2, values: [], total: 0 },
    ],
  });
});
