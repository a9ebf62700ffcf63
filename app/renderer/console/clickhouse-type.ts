/** A type of ClickHouse taken apart: `Map(String, Array(UInt8))` has a name and arguments that are types again. */
export interface ClickHouseType {
  readonly name: string;
  /** Between the brackets, as written, one for each comma at this depth. */
  readonly args: readonly string[];
}

export function parseType(text: string): ClickHouseType {
  const match = /^\s*([\w]+)\s*(?:\(([\s\S]*)\))?\s*$/.exec(text);
  if (match === null) return { name: text.trim(), args: [] };
  const inner = match[2];
  return { name: match[1] ?? '', args: inner === undefined ? [] : splitArguments(inner) };
}

/** The type without what changes no value: `LowCardinality(Nullable(String))` is `String`. */
export function plainType(text: string): ClickHouseType {
  const type = parseType(text);
  const wraps = type.name === 'Nullable' || type.name === 'LowCardinality';
  const inner = wraps ? type.args[0] : type.name === 'SimpleAggregateFunction' ? type.args.at(-1) : undefined;
  return inner === undefined ? type : plainType(inner);
}

/** The type of an element of a tuple, without the name that may stand before it. */
export function elementType(argument: string): string {
  const match = /^\s*(?:`[^`]*`|[A-Za-z_]\w*)\s+(\S[\s\S]*)$/.exec(argument);
  return match?.[1] ?? argument;
}

export function isNullable(text: string): boolean {
  return /^\s*(?:LowCardinality\s*\(\s*)?Nullable\b/.test(text);
}

const numeric = /^(?:U?Int(?:8|16|32|64|128|256)|Float(?:32|64)|BFloat16|Decimal(?:32|64|128|256)?)$/;

export function isNumeric(type: string): boolean {
  return numeric.test(plainType(type).name);
}

export function isTemporal(type: string): boolean {
  return /^(?:Date|Date32|DateTime|DateTime64)$/.test(plainType(type).name);
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? '';
    if (quote !== '') {
      if (sign === '\\') index += 1;
      else if (sign === quote) quote = '';
    } else if (sign === "'" || sign === '`') quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(from, index).trim());
      from = index + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}
