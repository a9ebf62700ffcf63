import { describe, expect, it } from 'vitest';
import { parseRow } from './row-text.ts';

describe('a row out of a line', () => {
  it('keeps whole numbers that a double cannot hold, at any depth, and only those', () => {
    expect(
      parseRow('{"id":18446744073709551615,"n":[-9223372036854775808,1],"s":"18446744073709551615","x":1.5}'),
    ).toEqual({
      ok: true,
      value: { id: 18446744073709551615n, n: [-9223372036854775808n, 1], s: '18446744073709551615', x: 1.5 },
    });
    expect(parseRow('{"exact":9007199254740991,"float":12345678901234567890.5,"e":1e300}')).toMatchObject({
      value: { exact: 9007199254740991, float: 12345678901234567000, e: 1e300 },
    });
  });

  it('passes over digits and escapes within strings', () => {
    const text = JSON.stringify({ title: 'a "1234567890123456789" \\ b', n: 1 });
    expect(parseRow(text)).toEqual({ ok: true, value: { title: 'a "1234567890123456789" \\ b', n: 1 } });
  });

  it.each([
    ['{"a":1', 'broken JSON'],
    ['{"a":1,}', 'broken JSON'],
    ['{"id":1234567890123456789', 'broken JSON'],
    ['[1]', 'no JSON object'],
    ['null', 'no JSON object'],
    ['"text"', 'no JSON object'],
  ])('refuses %s', (text, reason) => {
    const row = parseRow(text);
    expect(row.ok ? '' : row.error).toContain(reason);
  });

  it('names the place of the fault and never the content', () => {
    const row = parseRow('{"window_title": secret diary}');
    expect(row.ok ? '' : row.error).toMatch(/^broken JSON \(at .*\)$/);
    expect(JSON.stringify(row)).not.toContain('secret');
  });

  it('takes a long unclosed string in reasonable time', () => {
    expect(parseRow(`{"a":1234567890123456789,"b":"${'\\"x'.repeat(300_000)}`).ok).toBe(false);
  });
});
