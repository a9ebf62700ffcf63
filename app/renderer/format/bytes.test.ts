import { expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';

it('writes bytes with one digit behind the point where that says something', () => {
  expect([0, 812, 3_400_000, 2_000_000_000, 120_400_000_000].map(formatBytes)).toEqual([
    '0 B',
    '812 B',
    '3.4 MB',
    '2 GB',
    '120 GB',
  ]);
});
