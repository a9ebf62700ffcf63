import { type Result, fail, ok } from '../../contract/result.ts';

/** A column type that this writer can encode, parsed from ClickHouse's spelling. */
export type ColumnType =
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'bool' | 'string' | 'uuid' | 'date' | 'date32' | 'datetime' | 'ipv4' }
  | { readonly kind: 'fixed-string'; readonly bytes: number }
  | { readonly kind: 'datetime64'; readonly digits: number }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'enum'; readonly bits: 8 | 16; readonly values: ReadonlyMap<string, number> }
  | { readonly kind: 'nullable' | 'array'; readonly of: ColumnType }
  | { readonly kind: 'map'; readonly key: ColumnType; readonly value: ColumnType };

const simpleTypes: Readonly<Record<string, ColumnType>> = {
  UInt8: { kind: 'integer', bits: 8, signed: false },
  UInt16: { kind: 'integer', bits: 16, signed: false },
  UInt32: { kind: 'integer', bits: 32, signed: false },
  UInt64: { kind: 'integer', bits: 64, signed: false },
  Int8: { kind: 'integer', bits: 8, signed: true },
  Int16: { kind: 'integer', bits: 16, signed: true },
  Int32: { kind: 'integer', bits: 32, signed: true },
  Int64: { kind: 'integer', bits: 64, signed: true },
  Float32: { kind: 'float', bits: 32 },
  Float64: { kind: 'float', bits: 64 },
  Bool: { kind: 'bool' },
  String: { kind: 'string' },
  UUID: { kind: 'uuid' },
  Date: { kind: 'date' },
  Date32: { kind: 'date32' },
  DateTime: { kind: 'datetime' },
  IPv4: { kind: 'ipv4' },
};

/** The parsed type, or the text again when it is none that can be encoded. */
export function parseColumnType(text: string): Result<ColumnType, string> {
  const simple = Object.hasOwn(simpleTypes, text) ? simpleTypes[text] : undefined;
  if (simple !== undefined) return ok(simple);
  const open = text.indexOf('(');
  if (open < 0 || !text.endsWith(')')) return fail(text);
  return parametric(text, text.slice(0, open), splitArguments(text.slice(open + 1, -1)));
}

function parametric(text: string, name: string, args: readonly string[]): Result<ColumnType, string> {
  const [first = '', second = ''] = args;
  switch (name) {
    case 'LowCardinality':
      return parseColumnType(first);
    case 'Nullable':
    case 'Array': {
      const of = parseColumnType(first);
      return of.ok ? ok({ kind: name === 'Array' ? 'array' : 'nullable', of: of.value }) : of;
    }
    case 'Map': {
      const key = parseColumnType(first);
      if (!key.ok) return key;
      const value = parseColumnType(second);
      return value.ok ? ok({ kind: 'map', key: key.value, value: value.value }) : value;
    }
    case 'FixedString':
      return ok({ kind: 'fixed-string', bytes: Number(first) });
    case 'DateTime':
      return ok({ kind: 'datetime' });
    case 'DateTime64':
      return ok({ kind: 'datetime64', digits: Number(first) });
    case 'Decimal': {
      const precision = Number(first);
      return precision <= 38 ? ok({ kind: 'decimal', precision, scale: Number(second) }) : fail(text);
    }
    case 'Enum8':
    case 'Enum16':
      return ok({ kind: 'enum', bits: name === 'Enum8' ? 8 : 16, values: new Map(args.map(enumEntry)) });
    default:
      return fail(text);
  }
}

function enumEntry(text: string): [string, number] {
  const equals = text.lastIndexOf('=');
  const quoted = text.slice(0, equals).trim();
  return [quoted.slice(1, -1).replace(/\\(.)/gs, unescapeCharacter), Number(text.slice(equals + 1))];
}

function unescapeCharacter(_match: string, character: string): string {
  const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };
  return named[character] ?? character;
}

/** Splits at commas that stand in no parentheses and no quotes. */
function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === "'") quoted = false;
    } else if (character === "'") quoted = true;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}
