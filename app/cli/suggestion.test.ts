import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance } from './suggestion.ts';

describe('a suggestion', () => {
  it('names the nearest word, and none that is far away', () => {
    expect(didYouMean('stauts', ['serve', 'status', 'schema'])).toBe(' Did you mean status?');
    expect(didYouMean('--fromat', ['--format', '--limit'])).toBe(' Did you mean --format?');
    expect(didYouMean('xyz', ['serve', 'status'])).toBe('');
    expect(didYouMean('-q', ['--json', '--help'])).toBe('');
  });

  it('counts two swapped letters as one slip', () => {
    expect(editDistance('stauts', 'status')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});
