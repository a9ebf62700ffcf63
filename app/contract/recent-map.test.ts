import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

it('keeps the last entries up to its limit, and never more than twice as many', () => {
  const map = new RecentMap<number, string>(3);
  for (let key = 1; key <= 10; key += 1) map.set(key, `v${key}`);
  expect([8, 9, 10].map((key) => map.get(key))).toEqual(['v8', 'v9', 'v10']);
  expect(map.get(1)).toBeUndefined();
  expect([...map.entries()].length).toBeLessThanOrEqual(6);
});

it('keeps an old entry as long as others are deleted in time', () => {
  const map = new RecentMap<string, number>(2);
  map.set('root', 1);
  for (let child = 0; child < 100; child += 1) {
    map.set(`child ${child}`, child);
    map.delete(`child ${child}`);
  }
  expect(map.get('root')).toBe(1);
});

it('holds a key that is set again once', () => {
  const map = new RecentMap<string, number>(1);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  expect(map.get('a')).toBe(3);
  expect([...map.entries()].filter(([key]) => key === 'a')).toEqual([['a', 3]]);
});
