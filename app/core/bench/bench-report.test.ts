import { describe, expect, it } from 'vitest';
import { type Figure, holds } from './bench-report.ts';

describe('a promise', () => {
  const figure = (value: number, kind: 'below' | 'at-least'): Figure => ({
    name: 'x',
    value,
    unit: 'ms',
    bound: { limit: 40, kind },
  });

  it('to stay below a limit is broken at the limit', () => {
    expect([39.9, 40, 41].map((value) => holds(figure(value, 'below')))).toEqual([true, false, false]);
  });

  it('to reach a limit is kept at the limit', () => {
    expect([39.9, 40, 41].map((value) => holds(figure(value, 'at-least')))).toEqual([false, true, true]);
  });

  it('is not kept by a value that is none', () => {
    expect(holds(figure(Number.NaN, 'below'))).toBe(false);
    expect(holds(figure(Number.NaN, 'at-least'))).toBe(false);
  });

  it('that was never made neither holds nor fails', () => {
    expect(holds({ name: 'x', value: 1, unit: 'ms' })).toBeNull();
  });
});
