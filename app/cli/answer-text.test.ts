import { describe, expect, it } from 'vitest';
import { answerText, cellText, isNumericType } from './answer-text.ts';
import type { Terminal } from './terminal.ts';

function terminalThat(interactive: boolean): Terminal {
  return {
    print: () => Promise.resolve(),
    tell: () => undefined,
    interactive,
    showsProgress: false,
    paint: (_, text) => text,
    columns: 100,
  };
}

describe('an answer as text', () => {
  it('of one value is the value alone, as it is for programs and harmless on a screen', () => {
    const answer = { columns: [{ name: 'count()', numeric: true }], rows: [['100000']] };
    expect(answerText(answer, terminalThat(false))).toBe('100000\n');
    const hostile = { columns: [{ name: 't', numeric: false }], rows: [['a\u001b[2J']] };
    expect(answerText(hostile, terminalThat(false))).toBe('a\u001b[2J\n');
    expect(answerText(hostile, terminalThat(true))).toBe('a\\u001b[2J\n');
  });

  it('of several is a table with numbers to the right, cut to width only on a screen', () => {
    const columns = [
      { name: 'app', numeric: false },
      { name: 'n', numeric: true },
    ];
    const rows = [
      ['x'.repeat(90), 7],
      ['b', 1234],
    ];
    expect(answerText({ columns, rows }, terminalThat(false))).toContain('x'.repeat(90));
    expect(answerText({ columns, rows }, terminalThat(true))).toContain(`${'x'.repeat(79)}…     7\n`);
  });

  it('shows null, lists and objects', () => {
    expect([null, [1, 'a'], { k: 1 }, true].map(cellText)).toEqual(['NULL', '[1,"a"]', '{"k":1}', 'true']);
  });

  it('knows numeric types within their wrappers', () => {
    expect(
      ['UInt64', 'Nullable(Float64)', 'LowCardinality(Nullable(Int8))', 'Decimal(10, 6)'].every(isNumericType),
    ).toBe(true);
    expect(['String', 'Array(UInt8)', 'DateTime64(3)', 'Interval'].some(isNumericType)).toBe(false);
  });
});
