import { describe, expect, it } from 'vitest';
import { correlation, describeCorrelation } from './correlation.ts';

const pairs = (points: readonly (readonly [number, number])[]) =>
  points.map(([codingMinutes, agentCalls], index) => ({ hourMs: index, codingMinutes, agentCalls }));
const eight = [10, 20, 30, 40, 50, 5, 15, 25];

describe('the correlation of coding and agent calls', () => {
  it('is one for a straight line, and minus one for a falling one', () => {
    expect(correlation(pairs(eight.map((value) => [value, value * 3 + 2])))).toBeCloseTo(1, 12);
    expect(correlation(pairs(eight.map((value) => [value, 100 - value])))).toBeCloseTo(-1, 12);
  });

  it('agrees with a value worked out by hand', () => {
    const points = [1, 2, 3, 4, 5, 6, 7, 8].map((x, index) => [x, [2, 1, 4, 3, 6, 5, 8, 7][index] ?? 0] as const);
    // Sums of squares are 42 on both sides, that of products is 38.
    expect(correlation(pairs(points))).toBeCloseTo(38 / 42, 12);
  });

  it('is none where one side never changes, and where there are too few hours', () => {
    expect(correlation(pairs(eight.map((value) => [value, 5])))).toBeNull();
    expect(correlation(pairs(eight.slice(1).map((value) => [value, value])))).toBeNull();
  });

  it('is told in words that say when it may be chance', () => {
    expect(describeCorrelation(0.1, 50)).toContain('chance');
    expect(describeCorrelation(0.1, 5_000)).toContain('a little');
    expect(describeCorrelation(-0.8, 50)).toContain('called less, strongly');
    expect(describeCorrelation(null, 3)).toContain('At least 8');
  });
});
