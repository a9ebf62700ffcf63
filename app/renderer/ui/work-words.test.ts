import { describe, expect, it } from 'vitest';
import { workAmount, workShare } from './work-words.ts';

describe('long work in words', () => {
  it('says how much is done of what is known', () => {
    expect(workAmount({ done: 3_100_000, total: 9_400_000, unit: 'bytes' })).toBe('3.1 MB of 9.4 MB');
    expect(workAmount({ done: 1_200, total: 40_000, unit: 'calls' })).toBe('1,200 of 40,000 calls');
    expect(workAmount({ done: 2_000, total: null, unit: 'bytes' })).toBe('2 kB');
    expect(workAmount({ done: 0, total: null, unit: 'bytes' })).toBe('');
  });

  it('never shows more than all', () => {
    expect(workShare({ done: 12, total: 10 })).toBe(1);
    expect(workShare({ done: 1, total: 4 })).toBe(0.25);
    expect(workShare({ done: 1, total: null })).toBeNull();
    expect(workShare({ done: 0, total: 0 })).toBeNull();
    expect(workAmount({ done: 12_000_000, total: 10_000_000, unit: 'bytes' })).toBe('10 MB of 10 MB');
  });
});
