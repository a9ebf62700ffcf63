import { unreachable } from '../../contract/result.ts';
import type { ColumnType } from './column-type.ts';
import { readDay, readMoment } from './moments.ts';
import type { RowBuffer } from './row-buffer.ts';

/** Limits of native/include/seqch.h. */
const maxStringBytes = 16 * 1024 * 1024;
const maxArrayLength = 1024 * 1024;

/** Why a value does not fit, without the value. */
export interface ValueProblem {
  readonly expected: string;
  readonly got: string;
}

/** How a column's values become bytes. After a problem the buffer holds part of a value: the caller sets it back. */
export interface ColumnEncoder {
  encode(value: unknown, out: RowBuffer): ValueProblem | undefined;
  /** What ClickHouse stores when a column is left out. */
  encodeDefault(out: RowBuffer): void;
}

/** The encoder for a type; made once per column, used for every row. */
export function makeColumnEncoder(type: ColumnType): ColumnEncoder {
  switch (type.kind) {
    case 'integer':
      return type.bits === 64 ? int64Encoder(type.signed) : integerEncoder(type.bits, type.signed);
    case 'float':
      return floatEncoder(type.bits);
    case 'bool':
      return boolEncoder;
    case 'string':
      return stringEncoder;
    case 'fixed-string':
      return fixedStringEncoder(type.bytes);
    case 'uuid':
      return uuidEncoder;
    case 'ipv4':
      return ipv4Encoder;
    case 'date':
      return dayEncoder({ first: 0, last: 65_535, expected: 'a date from 1970-01-01 to 2149-06-06', bytes: 2 });
    case 'date32':
      return dayEncoder({ first: -25_567, last: 120_529, expected: 'a date from 1900-01-01 to 2299-12-31', bytes: 4 });
    case 'datetime':
      return dateTimeEncoder;
    case 'datetime64':
      return dateTime64Encoder(type.digits);
    case 'decimal':
      return decimalEncoder(type.precision, type.scale);
    case 'enum':
      return enumEncoder(type.bits, type.values);
    case 'nullable':
      return nullableEncoder(makeColumnEncoder(type.of));
    case 'array':
      return arrayEncoder(makeColumnEncoder(type.of));
    case 'map':
      return mapEncoder(makeColumnEncoder(type.key), makeColumnEncoder(type.value));
    default:
      return unreachable(type);
  }
}

function problem(expected: string, value: unknown): ValueProblem {
  return { expected, got: kindOf(value) };
}

/** What sort of value it is; never what it holds. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return 'a Date';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'a number that is not finite';
    if (!Number.isInteger(value)) return 'a number with a fraction';
    return Number.isSafeInteger(value) ? 'an integer' : 'an integer beyond 2^53';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function integerEncoder(bits: 8 | 16 | 32, signed: boolean): ColumnEncoder {
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const most = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const expected = `an integer from ${least} to ${most}`;
  const write = integerWriter(bits);
  return {
    encode: (value, out) => {
      // Flags are UInt8 columns; programs have booleans for them.
      const number = bits === 8 && !signed && typeof value === 'boolean' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number) || number < least || number > most) {
        return problem(expected, value);
      }
      write(number, out);
      return undefined;
    },
    encodeDefault: (out) => write(0, out),
  };
}

function integerWriter(bits: 8 | 16 | 32): (value: number, out: RowBuffer) => void {
  if (bits === 8) return (value, out) => out.uint8(value);
  if (bits === 16) return (value, out) => out.int16(value);
  return (value, out) => out.int32(value);
}

function int64Encoder(signed: boolean): ColumnEncoder {
  const least = signed ? -(2n ** 63n) : 0n;
  const most = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  const expected = `an integer from ${String(least)} to ${String(most)}, beyond 2^53 as bigint or decimal text`;
  return {
    encode: (value, out) => {
      if (typeof value === 'number') {
        if (!Number.isSafeInteger(value) || (!signed && value < 0)) return problem(expected, value);
        out.safeInt64(value);
        return undefined;
      }
      const exact = readBigInt(value);
      if (exact === undefined || exact < least || exact > most) return problem(expected, value);
      out.int64(exact);
      return undefined;
    },
    encodeDefault: (out) => out.safeInt64(0),
  };
}

function readBigInt(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'string' && /^-?\d{1,20}$/.test(value) ? BigInt(value) : undefined;
}

function floatEncoder(bits: 32 | 64): ColumnEncoder {
  const expected = bits === 32 ? 'a number within Float32' : 'a number';
  return {
    encode: (value, out) => {
      if (typeof value !== 'number') return problem(expected, value);
      if (bits === 64) out.float64(value);
      else if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) return problem(expected, value);
      else out.float32(value);
      return undefined;
    },
    encodeDefault: (out) => (bits === 64 ? out.float64(0) : out.float32(0)),
  };
}

const boolEncoder: ColumnEncoder = {
  encode: (value, out) => {
    if (value !== true && value !== false && value !== 0 && value !== 1) return problem('true or false', value);
    out.uint8(Number(value));
    return undefined;
  },
  encodeDefault: (out) => out.uint8(0),
};

const stringEncoder: ColumnEncoder = {
  encode: (value, out) => {
    if (typeof value === 'string') {
      if (out.shortAscii(value)) return undefined;
      const size = Buffer.byteLength(value, 'utf8');
      if (size > maxStringBytes) return tooLong(size, maxStringBytes);
      out.varint(size);
      out.utf8(value, size);
      return undefined;
    }
    if (!(value instanceof Uint8Array)) return problem('a string', value);
    if (value.length > maxStringBytes) return tooLong(value.length, maxStringBytes);
    out.varint(value.length);
    out.raw(value);
    return undefined;
  },
  encodeDefault: (out) => out.uint8(0),
};

function tooLong(size: number, limit: number): ValueProblem {
  return { expected: `at most ${limit} bytes`, got: `${size} bytes` };
}

function fixedStringEncoder(bytes: number): ColumnEncoder {
  return {
    encode: (value, out) => {
      if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
        return problem(`a string of at most ${bytes} bytes`, value);
      }
      const encoded = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
      if (encoded.length > bytes) return tooLong(encoded.length, bytes);
      out.raw(encoded);
      out.zeros(bytes - encoded.length);
      return undefined;
    },
    encodeDefault: (out) => out.zeros(bytes),
  };
}

const uuidEncoder: ColumnEncoder = {
  encode: (value, out) => {
    if (typeof value !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) {
      return problem('a UUID such as 6d9a9a6c-7d8f-4b1b-9d53-2f0f6a1c9b77', value);
    }
    // Two numbers of 64 bits, the higher half first, each with its lowest byte first.
    const digits = value.replaceAll('-', '');
    out.int64(BigInt(`0x${digits.slice(0, 16)}`));
    out.int64(BigInt(`0x${digits.slice(16)}`));
    return undefined;
  },
  encodeDefault: (out) => out.zeros(16),
};

const ipv4Encoder: ColumnEncoder = {
  encode: (value, out) => {
    const parts =
      typeof value === 'string' && /^\d{1,3}(\.\d{1,3}){3}$/.test(value) ? value.split('.').map(Number) : [];
    if (parts.length !== 4 || parts.some((part) => part > 255))
      return problem('an IPv4 address such as 127.0.0.1', value);
    for (const part of parts.reverse()) out.uint8(part);
    return undefined;
  },
  encodeDefault: (out) => out.zeros(4),
};

function dayEncoder(range: { first: number; last: number; expected: string; bytes: 2 | 4 }): ColumnEncoder {
  const write = integerWriter(range.bytes === 2 ? 16 : 32);
  return {
    encode: (value, out) => {
      const day = readDay(value);
      if (day === undefined || day < range.first || day > range.last) return problem(range.expected, value);
      write(day, out);
      return undefined;
    },
    encodeDefault: (out) => write(0, out),
  };
}

const dateTimeEncoder: ColumnEncoder = {
  encode: (value, out) => {
    const moment = readMoment(value);
    if (moment === undefined || moment.seconds < 0 || moment.seconds > 0xffff_ffff) {
      return problem('epoch milliseconds, an ISO text or a Date from 1970 to 2106', value);
    }
    out.int32(moment.seconds);
    return undefined;
  },
  encodeDefault: (out) => out.int32(0),
};

function dateTime64Encoder(digits: number): ColumnEncoder {
  const expected = 'epoch milliseconds, an ISO text or a Date from 1900 to 2299';
  const first = Date.UTC(1900, 0, 1) / 1000;
  const last = Date.UTC(2300, 0, 1) / 1000 - 1;
  const scale = 10n ** BigInt(digits);
  return {
    encode: (value, out) => {
      const moment = readMoment(value);
      if (moment === undefined || moment.seconds < first || moment.seconds > last) return problem(expected, value);
      const fraction = Math.floor(moment.nanoseconds / 10 ** (9 - digits));
      if (digits <= 3) {
        out.safeInt64(moment.seconds * 10 ** digits + fraction);
        return undefined;
      }
      const ticks = BigInt(moment.seconds) * scale + BigInt(fraction);
      if (ticks !== BigInt.asIntN(64, ticks)) return problem('a moment that 64 bits of its precision can hold', value);
      out.int64(ticks);
      return undefined;
    },
    encodeDefault: (out) => out.safeInt64(0),
  };
}

function decimalEncoder(precision: number, scale: number): ColumnEncoder {
  const expected = `a number or decimal text of at most ${precision - scale} digits before and ${scale} after the point`;
  const limit = 10n ** BigInt(precision);
  const bytes = precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
  return {
    encode: (value, out) => {
      const scaled = readDecimal(value, scale);
      if (scaled === undefined || scaled >= limit || scaled <= -limit) return problem(expected, value);
      if (bytes === 4) out.int32(Number(scaled));
      else out.int64(scaled);
      if (bytes === 16) out.int64(scaled >> 64n);
      return undefined;
    },
    encodeDefault: (out) => out.zeros(bytes),
  };
}

/** The value times 10^scale. Text must be exact; a number, which is binary anyway, is rounded. */
function readDecimal(value: unknown, scale: number): bigint | undefined {
  const text = typeof value === 'number' && Math.abs(value) < 1e21 ? value.toFixed(scale) : value;
  if (typeof text !== 'string') return undefined;
  const match = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (/[^0]/.test(fraction.slice(scale))) return undefined;
  const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return sign === '-' ? -digits : digits;
}

function enumEncoder(bits: 8 | 16, values: ReadonlyMap<string, number>): ColumnEncoder {
  const names = [...values.keys()];
  const expected = `one of ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`;
  const numbers = new Set(values.values());
  const least = Math.min(...numbers);
  const write = integerWriter(bits);
  return {
    encode: (value, out) => {
      const number = typeof value === 'string' ? values.get(value) : value;
      if (typeof number !== 'number' || !numbers.has(number)) return problem(expected, value);
      write(number, out);
      return undefined;
    },
    encodeDefault: (out) => write(least, out),
  };
}

function nullableEncoder(inner: ColumnEncoder): ColumnEncoder {
  return {
    encode: (value, out) => {
      out.uint8(value === null ? 1 : 0);
      return value === null ? undefined : inner.encode(value, out);
    },
    encodeDefault: (out) => out.uint8(1),
  };
}

function arrayEncoder(inner: ColumnEncoder): ColumnEncoder {
  return {
    encode: (value, out) => {
      if (!Array.isArray(value) || value.length > maxArrayLength) {
        return problem(`an array of at most ${maxArrayLength} elements`, value);
      }
      out.varint(value.length);
      for (const element of value as readonly unknown[]) {
        const failed = inner.encode(element, out);
        if (failed !== undefined) return { ...failed, expected: `an array of ${failed.expected}` };
      }
      return undefined;
    },
    encodeDefault: (out) => out.uint8(0),
  };
}

function mapEncoder(key: ColumnEncoder, value: ColumnEncoder): ColumnEncoder {
  return {
    encode: (map, out) => {
      const isObject = typeof map === 'object' && map !== null && !Array.isArray(map);
      const entries = map instanceof Map ? [...map] : isObject ? Object.entries(map) : undefined;
      if (entries === undefined || entries.length > maxArrayLength) {
        return problem(`an object of at most ${maxArrayLength} entries`, map);
      }
      out.varint(entries.length);
      for (const [name, element] of entries) {
        const failed = key.encode(name, out) ?? value.encode(element, out);
        if (failed !== undefined) return { ...failed, expected: `an object of ${failed.expected}` };
      }
      return undefined;
    },
    encodeDefault: (out) => out.uint8(0),
  };
}
