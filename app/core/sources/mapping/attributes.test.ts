import { describe, expect, test } from 'vitest';
import { flag, instantMs, integer, jsonText, micros, real, shortInteger, text, texts } from './attributes.ts';

describe('attributes', () => {
  test('the first key with a usable value counts', () => {
    const attributes = { empty: '', absurd: 'many', negative: -4, digits: '12', number: 7 };
    expect(integer(attributes, 'absent', 'empty', 'absurd', 'negative', 'digits', 'number')).toBe(12);
    expect(text(attributes, 'absent', 'empty', 'number', 'digits')).toBe('7');
  });

  test('a value that cannot be used counts as absent', () => {
    const attributes = { nan: Number.NaN, endless: 'Infinity', list: [1], nothing: null, blank: ' ' };
    expect(integer(attributes, 'nan', 'endless', 'list', 'nothing', 'blank')).toBeUndefined();
    expect(real(attributes, 'nan', 'endless', 'list', 'nothing', 'blank')).toBeUndefined();
    expect(flag(attributes, 'nan', 'endless', 'list', 'nothing', 'blank')).toBeUndefined();
    expect(text(attributes, 'list', 'nothing')).toBe('');
  });

  test('numbers stay within what a column holds', () => {
    const attributes = { huge: 1e300, digits: '99999999999999999999', half: 2.5 };
    expect(integer(attributes, 'huge')).toBe(4_294_967_295);
    expect(shortInteger(attributes, 'digits')).toBe(65_535);
    expect(micros(attributes, 1_000, 'huge')).toBe(Number.MAX_SAFE_INTEGER);
    expect(integer(attributes, 'half')).toBe(3);
  });

  test('milliseconds and dollars become millionths', () => {
    expect(micros({ ms: '1234.5' }, 1_000, 'ms')).toBe(1_234_500);
    expect(micros({ usd: 0.1 + 0.2 }, 1_000_000, 'usd')).toBe(300_000);
  });

  test('yes and no are read in every form', () => {
    const forms = [true, 'true', 'True', '1', 1, 'yes', false, 'false', '0', 0, 'no'];
    expect(forms.map((form) => flag({ form }, 'form'))).toEqual([
      ...Array<boolean>(6).fill(true),
      ...Array<boolean>(5).fill(false),
    ]);
  });

  test('a list may be a list, JSON text of a list, or one value', () => {
    expect(texts({ a: ['STOP', 'OTHER'] }, 'a')).toEqual(['STOP', 'OTHER']);
    expect(texts({ a: '["STOP"]' }, 'a')).toEqual(['STOP']);
    expect(texts({ a: '[STOP' }, 'a')).toEqual(['[STOP']);
    expect(texts({ a: 'STOP' }, 'none', 'a')).toEqual(['STOP']);
  });

  test('content that is not text is written as JSON', () => {
    expect(jsonText({ a: { path: '/x', lines: [1, 2] } }, 'a')).toBe('{"path":"/x","lines":[1,2]}');
    expect(jsonText({ a: '{"path":"/x"}' }, 'a')).toBe('{"path":"/x"}');
  });

  test('an instant is a date or milliseconds', () => {
    expect(instantMs({ at: '2026-08-22T10:00:00.250Z' }, 'at')).toBe(1_787_392_800_250);
    expect(instantMs({ at: '1787392800250' }, 'at')).toBe(1_787_392_800_250);
    expect(instantMs({ at: 'yesterday' }, 'at')).toBeUndefined();
  });
});
