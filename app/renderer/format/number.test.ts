import { describe, expect, it } from 'vitest';
import { formatCompact, formatCount, formatCounted, formatMoneyTick } from './number.ts';

it('money is short on an axis', () => {
  expect([0, 0.005, 0.25, 3, 20, 1_200].map(formatMoneyTick)).toEqual(['$0', '$0.005', '$0.25', '$3', '$20', '$1.2K']);
});

describe('counts', () => {
  it('are grouped in full and short where there is no room', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatCompact(4_213_000)).toBe('4.2M');
  });

  it('agree in number with what they count', () => {
    expect(formatCounted(1, 'call', 'calls')).toBe('1 call');
    expect(formatCounted(0, 'call', 'calls')).toBe('0 calls');
    expect(formatCounted(1_200_000, 'call', 'calls')).toBe('1.2M calls');
  });
});
