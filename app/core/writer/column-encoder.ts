import { unreachable } from '../../contract/result.ts';
import type { ColumnType } from './column-type.ts';
import {
  boolEncoder,
  decimalEncoder,
  enumEncoder,
  floatEncoder,
  int64Encoder,
  integerEncoder,
} from './number-encoders.ts';
import { fixedStringEncoder, ipv4Encoder, stringEncoder, uuidEncoder } from './text-encoders.ts';
import { dateTime64Encoder, dateTimeEncoder, dayEncoder } from './time-encoders.ts';
import { type ValueEncoder, problem } from './value-encoder.ts';

/** As in native/include/seqch.h. */
const maxArrayLength = 1024 * 1024;

/** The encoder for a type; made once per column, used for every row. */
export function makeColumnEncoder(type: ColumnType): ValueEncoder {
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

function nullableEncoder(inner: ValueEncoder): ValueEncoder {
  return {
    encode: (value, out) => {
      out.uint8(value === null ? 1 : 0);
      return value === null ? undefined : inner.encode(value, out);
    },
    encodeDefault: (out) => out.uint8(1),
  };
}

function arrayEncoder(inner: ValueEncoder): ValueEncoder {
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

function mapEncoder(key: ValueEncoder, value: ValueEncoder): ValueEncoder {
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
