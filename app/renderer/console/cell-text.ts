import { elementType, isNumeric, isTemporal, parseType, plainType } from './clickhouse-type.ts';

/** A cell as it is drawn: NULL and the empty text look different from everything that a text could be. */
export interface CellText {
  readonly kind: 'null' | 'empty' | 'text' | 'number' | 'nested';
  readonly text: string;
}

/** A line in the grid shows no more than this; the panel beside it shows all. */
const longestLine = 400;

/** `value`, which came as JSON, in one line. Numbers keep the digits that the server wrote. */
export function cellText(value: unknown, type: string): CellText {
  if (value === null || value === undefined) return { kind: 'null', text: 'NULL' };
  if (value === '') return { kind: 'empty', text: 'empty' };
  if (typeof value === 'object') return { kind: 'nested', text: oneLine(nestedText(value, type)) };
  const text = scalarText(value);
  if (isNumeric(type)) return { kind: 'number', text };
  return { kind: 'text', text: oneLine(zoned(text, type)) };
}

/** `value` as text that means the same elsewhere: what is copied. NULL is `\N` as in the server's own formats. */
export function plainText(value: unknown, type: string): string {
  if (value === null || value === undefined) return '\\N';
  return typeof value === 'object' ? nestedText(value, type) : scalarText(value);
}

/** `value` over several lines where that is easier to read: nested values, and JSON in a text. */
export function fullText(value: unknown, type: string): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'object') return JSON.stringify(value, null, 2);
  const text = scalarText(value);
  const json = text.length < 1_000_000 && /^\s*[[{]/.test(text) ? prettyJson(text) : null;
  return json ?? zoned(text, type);
}

/** Arrays, tuples and maps as ClickHouse writes them, with wide numbers without quotes. */
function nestedText(value: object, type: string): string {
  const { name, args } = plainType(type);
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown, index) => {
      if (name === 'Tuple') return partText(part, elementType(args[index] ?? ''));
      return partText(part, name === 'Nested' ? `Tuple(${args.join(', ')})` : (args[0] ?? ''));
    });
    return name === 'Tuple' ? `(${parts.join(', ')})` : `[${parts.join(', ')}]`;
  }
  const parts = Object.entries(value).map(([key, part], index) => {
    if (name === 'Map') return `${partText(key, args[0] ?? '')}: ${partText(part, args[1] ?? '')}`;
    return `${JSON.stringify(key)}: ${partText(part, name === 'Tuple' ? elementType(args[index] ?? '') : '')}`;
  });
  return `{${parts.join(', ')}}`;
}

function partText(value: unknown, type: string): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'object') return nestedText(value, type);
  return typeof value === 'string' && !isNumeric(type) ? JSON.stringify(value) : scalarText(value);
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : JSON.stringify(value);
}

/** A time with the zone that its type names: the digits alone would be read as those of the person's zone. */
function zoned(text: string, type: string): string {
  if (!isTemporal(type)) return text;
  const zone = parseType(typeWithin(type)).args.at(-1);
  return zone?.startsWith("'") === true ? `${text} ${zone.slice(1, -1)}` : text;
}

function typeWithin(type: string): string {
  const { name, args } = plainType(type);
  return args.length === 0 ? name : `${name}(${args.join(', ')})`;
}

function oneLine(text: string): string {
  const cut = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
  return cut.replace(/\r?\n/g, ' ↵ ').replace(/\t/g, ' ⇥ ');
}

function prettyJson(text: string): string | null {
  try {
    // Parsing would round wide numbers, so a text that holds one stays as it is.
    return /\d{16,}/.test(text) ? null : JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    // A text that only begins like JSON is shown as the text that it is.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
