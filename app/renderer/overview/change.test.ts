import { describe, expect, it } from 'vitest';
import { changeBetween } from './change.ts';

const label = 'the 7 days before';

describe('a change against the range before', () => {
  it('is told in percent, with its direction', () => {
    expect(changeBetween(112, 100, label)).toEqual({ direction: 'up', words: '+12 % vs the 7 days before' });
    expect(changeBetween(25, 100, label)).toEqual({ direction: 'down', words: '−75 % vs the 7 days before' });
    expect(changeBetween(0, 100, label)).toEqual({ direction: 'down', words: '−100 % vs the 7 days before' });
  });

  it('is none when both are alike to the percent', () => {
    expect(changeBetween(1001, 1000, label)).toEqual({ direction: 'same', words: 'as much as in the 7 days before' });
  });

  it('is a factor where percents would be hard to read', () => {
    expect(changeBetween(5000, 100, label)?.words).toBe('50 times the 7 days before');
  });

  it('says so when there was nothing before, and nothing when there is nothing at all', () => {
    expect(changeBetween(3, 0, label)?.words).toBe('none in the 7 days before');
    expect(changeBetween(3, 0, 'yesterday by this time')?.words).toBe('none yesterday by this time');
    expect(changeBetween(0, 0, label)).toBeNull();
  });
});
