import { readDay, readMoment } from './moments.ts';
import { integerWriter } from './number-encoders.ts';
import { type ValueEncoder, problem } from './value-encoder.ts';

export function dayEncoder(range: { first: number; last: number; expected: string; bytes: 2 | 4 }): ValueEncoder {
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

export const dateTimeEncoder: ValueEncoder = {
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

export function dateTime64Encoder(digits: number): ValueEncoder {
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
