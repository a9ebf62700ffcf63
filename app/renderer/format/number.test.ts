import { describe, expect, it } from 'vitest';
import { formatCompact, formatCount, formatCounted, formatMoney, formatMoneyTick } from './number.ts';

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [0.42, '$0.42'],
    [0.01, '$0.01'],
    [0.0042, '$0.0042'],
    [0.004_249, '$0.0042'],
    [0.000_03, '$0.00003'],
    [0.000_000_4, '< $0.000001'],
    [1_234.5, '$1,234.50'],
    [12_345.67, '$12,346'],
    [631_000, '$631,000'],
  ])('%d reads %s', (usd, text) => expect(formatMoney(usd)).toBe(text));

  it('is short on an axis', () => {
    expect([0, 0.005, 0.25, 3, 20, 1_200].map(formatMoneyTick)).toEqual([
      '$0',
      '$0.005',
      '$0.25',
      '$3',
      '$20',
      '$1.2K',
    ]);
  });
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
