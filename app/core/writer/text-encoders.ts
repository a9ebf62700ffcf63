import { type ValueEncoder, type ValueProblem, problem } from './value-encoder.ts';

/** As in native/include/seqch.h. */
const maxStringBytes = 16 * 1024 * 1024;

export const stringEncoder: ValueEncoder = {
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

export function fixedStringEncoder(bytes: number): ValueEncoder {
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

export const uuidEncoder: ValueEncoder = {
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

export const ipv4Encoder: ValueEncoder = {
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
