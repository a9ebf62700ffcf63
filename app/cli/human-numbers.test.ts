import { describe, expect, it } from 'vitest';
import { duration } from './human-numbers.ts';

describe('numbers for people', () => {
  it('says a length of time in its two largest units', () => {
    expect([0, 310, 4_240, 59_949, 60_000, 3_599_400, 7_380_000, 90_000_000].map(duration)).toEqual([
      '0 ms',
      '310 ms',
      '4.2 s',
      '59.9 s',
      '1 min 0 s',
      '59 min 59 s',
      '2 h 3 min',
      '1 d 1 h',
    ]);
  });
});
