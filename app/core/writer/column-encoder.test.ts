import { describe, expect, it } from 'vitest';
import { makeColumnEncoder } from './column-encoder.ts';
import { parseColumnType } from './column-type.ts';
import { RowBuffer } from './row-buffer.ts';

function encode(type: string, value: unknown): string | { expected: string; got: string } {
  const parsed = parseColumnType(type);
  if (!parsed.ok) throw new Error(`unsupported: ${parsed.error}`);
  const out = new RowBuffer();
  const problem = makeColumnEncoder(parsed.value).encode(value, out);
  return problem ?? Buffer.from(out.bytes.subarray(0, out.at)).toString('hex');
}

function encodeDefault(type: string): string {
  const parsed = parseColumnType(type);
  if (!parsed.ok) throw new Error(`unsupported: ${parsed.error}`);
  const out = new RowBuffer();
  makeColumnEncoder(parsed.value).encodeDefault(out);
  return Buffer.from(out.bytes.subarray(0, out.at)).toString('hex');
}

function isRefused(type: string, value: unknown): boolean {
  return typeof encode(type, value) !== 'string';
}

describe('integers', () => {
  it.each([
    ['UInt8', 255, 'ff', 256],
    ['Int8', -128, '80', -129],
    ['UInt16', 65_535, 'ffff', 65_536],
    ['Int16', -32_768, '0080', 32_768],
    ['UInt32', 4_294_967_295, 'ffffffff', 4_294_967_296],
    ['Int32', -2_147_483_648, '00000080', 2_147_483_648],
  ])('%s takes %d and refuses what is one further', (type, extreme, bytes, beyond) => {
    expect(encode(type, extreme)).toBe(bytes);
    expect(isRefused(type, beyond)).toBe(true);
  });

  it('refuses fractions, text, NaN and null', () => {
    for (const value of [1.5, '1', Number.NaN, Number.POSITIVE_INFINITY, null, {}, [], 1n]) {
      expect(isRefused('UInt32', value)).toBe(true);
    }
  });

  it('takes a boolean for a flag of one byte only', () => {
    expect(encode('UInt8', true)).toBe('01');
    expect(isRefused('Int8', true)).toBe(true);
    expect(isRefused('UInt16', true)).toBe(true);
  });

  it('takes 64 bits as number, bigint and text, to the last bit', () => {
    expect(encode('UInt64', 2 ** 53 - 1)).toBe('ffffffffffff1f00');
    expect(encode('UInt64', 18_446_744_073_709_551_615n)).toBe('ffffffffffffffff');
    expect(encode('UInt64', '18446744073709551615')).toBe('ffffffffffffffff');
    expect(encode('Int64', -1)).toBe('ffffffffffffffff');
    expect(encode('Int64', -(2 ** 53) + 1)).toBe('010000000000e0ff');
    expect(encode('Int64', '-9223372036854775808')).toBe('0000000000000080');
  });

  it('refuses 64 bits that are out of range or no longer exact', () => {
    for (const value of [
      2 ** 53,
      -1,
      '-1',
      '18446744073709551616',
      18_446_744_073_709_551_616n,
      '1e3',
      '',
      ' 1',
      1.5,
    ]) {
      expect(isRefused('UInt64', value)).toBe(true);
    }
    expect(isRefused('Int64', 9_223_372_036_854_775_808n)).toBe(true);
    expect(encode('UInt64', 2 ** 53)).toMatchObject({ got: 'an integer beyond 2^53' });
  });
});

describe('text', () => {
  it('counts bytes and not characters', () => {
    expect(encode('String', 'ä€😀')).toBe(`09${Buffer.from('ä€😀').toString('hex')}`);
  });

  it('writes every length of plain text alike, short and long', () => {
    for (const length of [0, 1, 39, 40, 41, 127, 128, 70_000]) {
      const text = 'x'.repeat(length);
      const hex = encode('String', text);
      const prefix = length < 128 ? 2 : length < 16_384 ? 4 : 6;
      expect(typeof hex === 'string' && hex.slice(prefix)).toBe(Buffer.from(text).toString('hex'));
    }
  });

  it('turns half a character into the replacement character', () => {
    expect(encode('String', 'a\ud800')).toBe('0461efbfbd');
  });

  it('takes bytes as they are', () => {
    expect(encode('String', Uint8Array.of(0, 255))).toBe('0200ff');
  });

  it('refuses objects, numbers and more than 16 MiB', () => {
    for (const value of [{}, 5, null, ['a']]) expect(isRefused('LowCardinality(String)', value)).toBe(true);
    expect(encode('String', 'x'.repeat(16 * 1024 * 1024 + 1))).toMatchObject({ expected: 'at most 16777216 bytes' });
  });

  it('fills a fixed string up and refuses a longer one', () => {
    expect(encode('FixedString(4)', 'ab')).toBe('61620000');
    expect(isRefused('FixedString(4)', 'abcde')).toBe(true);
    expect(isRefused('FixedString(4)', 'ääa')).toBe(true);
  });
});

describe('times', () => {
  it('reads a moment as milliseconds, ISO text and Date alike', () => {
    const ms = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    const expected = encode('DateTime64(3)', ms);
    expect(encode('DateTime64(3)', new Date(ms))).toBe(expected);
    expect(encode('DateTime64(3)', '2026-01-02T03:04:05.678Z')).toBe(expected);
    expect(encode('DateTime64(3)', '2026-01-02 03:04:05.678')).toBe(expected);
    expect(encode('DateTime64(3)', '2026-01-02T05:04:05.678+02:00')).toBe(expected);
    expect(encode('DateTime64(3)', '2026-01-01T21:34:05.678-0530')).toBe(expected);
  });

  it('keeps nanoseconds of a text', () => {
    expect(encode('DateTime64(9)', '1970-01-01T00:00:01.000000001Z')).toBe('01ca9a3b00000000');
    expect(encode('DateTime64(6)', -1)).toBe('18fcffffffffffff');
  });

  it('refuses days that no calendar has', () => {
    for (const text of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-01',
      '2026-1-1',
      'yesterday',
      '',
      '2026-01-01T24:00:00Z',
    ]) {
      expect(isRefused('DateTime64(3)', text)).toBe(true);
      expect(isRefused('Date', text)).toBe(true);
    }
    expect(encode('Date', '2024-02-29')).toBe('464d');
  });

  it('refuses what its range does not hold', () => {
    expect(encode('Date', '2149-06-06')).toBe('ffff');
    expect(isRefused('Date', '2149-06-07')).toBe(true);
    expect(isRefused('Date', '1969-12-31')).toBe(true);
    expect(encode('Date32', '1900-01-01')).toBe('219cffff');
    expect(isRefused('Date32', '1899-12-31')).toBe(true);
    expect(encode('DateTime', '2106-02-07T06:28:15Z')).toBe('ffffffff');
    expect(isRefused('DateTime', '2106-02-07T06:28:16Z')).toBe(true);
    expect(isRefused('DateTime64(9)', '2299-12-31T00:00:00Z')).toBe(true);
    expect(isRefused('DateTime64(3)', new Date(Number.NaN))).toBe(true);
  });
});

describe('decimals', () => {
  it('scales text exactly and rounds numbers', () => {
    expect(encode('Decimal(9, 2)', '-1.5')).toBe('6affffff');
    expect(encode('Decimal(10, 6)', 0.1)).toBe('a086010000000000');
    expect(encode('Decimal(9, 2)', 0.125)).toBe('0d000000');
    expect(encode('Decimal(38, 0)', '-1')).toBe('f'.repeat(32));
  });

  it('refuses digits that would be lost or do not fit', () => {
    expect(isRefused('Decimal(9, 2)', '0.125')).toBe(true);
    expect(encode('Decimal(9, 2)', '0.120')).toBe('0c000000');
    expect(isRefused('Decimal(9, 2)', '10000000')).toBe(true);
    expect(isRefused('Decimal(9, 2)', Number.NaN)).toBe(true);
    expect(isRefused('Decimal(9, 2)', '1e5')).toBe(true);
  });
});

describe('other types', () => {
  it('takes names and numbers of an enum, and nothing else', () => {
    const type = String.raw`Enum8('a' = -1, 'it\'s' = 2, 'x, (y)' = 3)`;
    expect(encode(type, "it's")).toBe('02');
    expect(encode(type, 'x, (y)')).toBe('03');
    expect(encode(type, -1)).toBe('ff');
    expect(isRefused(type, 'b')).toBe(true);
    expect(isRefused(type, 0)).toBe(true);
    expect(encodeDefault(type)).toBe('ff');
  });

  it('writes a UUID as two numbers', () => {
    expect(encode('UUID', '00112233-4455-6677-8899-AABBCCDDEEFF')).toBe('7766554433221100ffeeddccbbaa9988');
    expect(isRefused('UUID', '00112233445566778899aabbccddeeff')).toBe(true);
  });

  it('tells NULL from a value, and refuses null where there is none', () => {
    expect(encode('Nullable(UInt8)', null)).toBe('01');
    expect(encode('Nullable(UInt8)', 5)).toBe('0005');
    expect(encode('LowCardinality(Nullable(String))', null)).toBe('01');
    expect(isRefused('UInt8', null)).toBe(true);
  });

  it('writes arrays and maps, and says what an element should be', () => {
    expect(encode('Array(Array(UInt8))', [[1], []])).toBe('02010100');
    expect(encode('Map(String, UInt8)', { a: 1 })).toBe('01016101');
    expect(encode('Map(String, UInt8)', new Map([['a', 1]]))).toBe('01016101');
    expect(encode('Array(UInt8)', [1, 'x'])).toMatchObject({ expected: 'an array of an integer from 0 to 255' });
    expect(isRefused('Array(UInt8)', 'x')).toBe(true);
    expect(isRefused('Map(String, UInt8)', [1])).toBe(true);
  });

  it('refuses a Float32 that would become infinite', () => {
    expect(isRefused('Float32', 1e39)).toBe(true);
    expect(encode('Float32', Number.POSITIVE_INFINITY)).toBe('0000807f');
    expect(isRefused('Float64', '1')).toBe(true);
  });

  it('takes an IPv4 address', () => {
    expect(encode('IPv4', '127.0.0.1')).toBe('0100007f');
    expect(isRefused('IPv4', '127.0.0.256')).toBe(true);
  });
});

describe('types that cannot be encoded', () => {
  it.each([
    'JSON',
    'Tuple(UInt8)',
    'Array(JSON)',
    'UInt256',
    'Decimal(76, 2)',
    'Map(String, Variant(UInt8))',
    'IPv6',
    'toString',
  ])('refuses %s', (type) => {
    expect(parseColumnType(type).ok).toBe(false);
  });
});
