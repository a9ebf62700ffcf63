import type { RowBuffer } from './row-buffer.ts';
import { type ValueEncoder, problem } from './value-encoder.ts';

export function integerEncoder(bits: 8 | 16 | 32, signed: boolean): ValueEncoder {
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

export function integerWriter(bits: 8 | 16 | 32): (value: number, out: RowBuffer) => void {
  if (bits === 8) return (value, out) => out.uint8(value);
  if (bits === 16) return (value, out) => out.int16(value);
  return (value, out) => out.int32(value);
}

export function int64Encoder(signed: boolean): ValueEncoder {
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

export function floatEncoder(bits: 32 | 64): ValueEncoder {
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

export const boolEncoder: ValueEncoder = {
  encode: (value, out) => {
    if (value !== true && value !== false && value !== 0 && value !== 1) return problem('true or false', value);
    out.uint8(Number(value));
    return undefined;
  },
  encodeDefault: (out) => out.uint8(0),
};

export function decimalEncoder(precision: number, scale: number): ValueEncoder {
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

export function enumEncoder(bits: 8 | 16, values: ReadonlyMap<string, number>): ValueEncoder {
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
