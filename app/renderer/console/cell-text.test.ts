import { describe, expect, it } from 'vitest';
import { cellText, fullText, plainText } from './cell-text.ts';

describe('a cell', () => {
  it.each([
    [null, 'Nullable(String)', 'null', 'NULL'],
    ['', 'String', 'empty', 'empty'],
    ['NULL', 'String', 'text', 'NULL'],
    ['18446744073709551615', 'UInt64', 'number', '18446744073709551615'],
    ['-0.10', 'Decimal(18, 2)', 'number', '-0.10'],
    [1.5, 'Float64', 'number', '1.5'],
    ['nan', 'Float64', 'number', 'nan'],
    [true, 'Bool', 'text', 'true'],
    ['a\nb\tc', 'String', 'text', 'a ↵ b ⇥ c'],
    ['2026-01-02 03:04:05.678', "DateTime64(3, 'Europe/Berlin')", 'text', '2026-01-02 03:04:05.678 Europe/Berlin'],
    ['2026-01-02 03:04:05', 'DateTime', 'text', '2026-01-02 03:04:05'],
    [['1', '2'], 'Array(UInt64)', 'nested', '[1, 2]'],
    [['1', null], 'Array(Nullable(String))', 'nested', '["1", NULL]'],
    [{ a: '1' }, 'Map(String, UInt64)', 'nested', '{"a": 1}'],
    [['1', 'x'], 'Tuple(UInt64, String)', 'nested', '(1, "x")'],
    [{ n: '1', s: 'x' }, 'Tuple(n UInt64, s String)', 'nested', '{"n": 1, "s": "x"}'],
    [[{ a: 1, b: ['2'] }], 'Nested(a UInt8, b Array(UInt64))', 'nested', '[{"a": 1, "b": [2]}]'],
    [{ a: { b: [1] } }, 'JSON', 'nested', '{"a": {"b": [1]}}'],
    [[], 'Array(String)', 'nested', '[]'],
  ])('%j of %s is %s: %s', (value, type, kind, text) => {
    expect(cellText(value, type)).toEqual({ kind, text });
  });

  it('is cut in the grid and whole elsewhere', () => {
    const long = 'x'.repeat(5_000);
    expect(cellText(long, 'String').text).toHaveLength(401);
    expect(plainText(long, 'String')).toHaveLength(5_000);
    expect(fullText(long, 'String')).toHaveLength(5_000);
  });
});

it('nothing of what is shown in full reads [object Object]', () => {
  expect(fullText({ a: [1, { b: null }] }, 'JSON')).toBe('{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ]\n}');
  expect(fullText('{"a":1}', 'String')).toBe('{\n  "a": 1\n}');
  expect(fullText('{"a":12345678901234567890}', 'String')).toBe('{"a":12345678901234567890}');
  expect(fullText('[not json', 'String')).toBe('[not json');
});

it('what is copied tells NULL from the empty text', () => {
  expect([plainText(null, 'Nullable(String)'), plainText('', 'String')]).toEqual(['\\N', '']);
});
