import { expect, it } from 'vitest';
import { type Hotspot, nextSorting, sortHotspots, worstFirst } from './hotspots.ts';

const hotspot = (name: string, errors: number, lastMs: number): Hotspot => ({
  key: name,
  name,
  where: '',
  errors,
  lastMs,
  lastError: '',
});
const some = [hotspot('plan', 2, 30), hotspot('apply', 9, 10), hotspot('fetch', 2, 20)];
const names = (hotspots: readonly Hotspot[]) => hotspots.map(({ name }) => name);

it('begins with most errors, equals by name', () => {
  expect(names(sortHotspots(some, worstFirst))).toEqual(['apply', 'fetch', 'plan']);
});

it('turns round on a second click and begins a new column with its useful end', () => {
  const byLast = nextSorting(worstFirst, 'last');
  expect(names(sortHotspots(some, byLast))).toEqual(['plan', 'fetch', 'apply']);
  expect(names(sortHotspots(some, nextSorting(byLast, 'last')))).toEqual(['apply', 'fetch', 'plan']);
  expect(nextSorting(worstFirst, 'name')).toEqual({ by: 'name', descending: false });
});

it('leaves the order of the answer untouched', () => {
  sortHotspots(some, worstFirst);
  expect(names(some)).toEqual(['plan', 'apply', 'fetch']);
});
