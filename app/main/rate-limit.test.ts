import { expect, it } from 'vitest';
import { rateLimit } from './rate-limit.ts';

it('refuses what comes too often, and allows it again once the first is long ago', () => {
  let now = 0;
  const allowed = rateLimit(2, 1_000, () => now);
  expect([allowed(), allowed(), allowed()]).toEqual([true, true, false]);
  now = 999;
  expect(allowed()).toBe(false);
  now = 1_000;
  expect([allowed(), allowed(), allowed()]).toEqual([true, true, false]);
});
