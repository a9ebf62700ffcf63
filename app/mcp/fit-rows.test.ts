import { describe, expect, it } from 'vitest';
import { fitRows } from './fit-rows.ts';

const rows = [['é'], ['b'], ['c']];

describe('fitting rows into an answer', () => {
  it('keeps all that fit, to the row and to the byte', () => {
    expect(fitRows(rows, { maxRows: 3, maxBytes: 19 })).toEqual({ rows, cutBy: undefined });
    expect(fitRows(rows, { maxRows: 2, maxBytes: 1_000 })).toEqual({ rows: rows.slice(0, 2), cutBy: 'rows' });
    expect(fitRows(rows, { maxRows: 3, maxBytes: 18 })).toEqual({ rows: rows.slice(0, 2), cutBy: 'bytes' });
  });

  it('gives none when the first is too large', () => {
    expect(fitRows(rows, { maxRows: 3, maxBytes: 6 })).toEqual({ rows: [], cutBy: 'bytes' });
    expect(fitRows([], { maxRows: 3, maxBytes: 6 })).toEqual({ rows: [], cutBy: undefined });
  });
});
