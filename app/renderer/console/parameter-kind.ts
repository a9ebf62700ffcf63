import { isNullable, plainType } from './clickhouse-type.ts';

/** How the value of a parameter is typed in. */
export interface ParameterKind {
  readonly input: 'text' | 'whole' | 'number' | 'bool' | 'choice' | 'list';
  /** What an example looks like, shown in the empty field. */
  readonly hint: string;
  /** For `choice`. */
  readonly choices: readonly string[];
}

const whole = /^(U?)Int(8|16|32|64|128|256)$/;
const fractional = /^(?:Float(?:32|64)|BFloat16|Decimal(?:32|64|128|256)?)$/;

export function parameterKind(type: string): ParameterKind {
  const { name, args } = plainType(type);
  if (whole.test(name)) return { input: 'whole', hint: '42', choices: [] };
  if (fractional.test(name)) return { input: 'number', hint: '1.5', choices: [] };
  if (name === 'Bool') return { input: 'bool', hint: '', choices: ['true', 'false'] };
  if (/^Enum(?:8|16)?$/.test(name)) return { input: 'choice', hint: '', choices: args.map(enumName) };
  if (name === 'Date' || name === 'Date32') return { input: 'text', hint: '2026-01-31', choices: [] };
  if (name === 'DateTime') return { input: 'text', hint: '2026-01-31 12:00:00', choices: [] };
  if (name === 'DateTime64') return { input: 'text', hint: '2026-01-31 12:00:00.000', choices: [] };
  if (name === 'UUID') return { input: 'text', hint: '00000000-0000-0000-0000-000000000000', choices: [] };
  if (name === 'Array') return { input: 'list', hint: arrayHint(args[0] ?? ''), choices: [] };
  if (name === 'Map') return { input: 'list', hint: "{'key': 'value'}", choices: [] };
  if (name === 'Tuple') return { input: 'list', hint: "(1, 'text')", choices: [] };
  return { input: 'text', hint: 'text', choices: [] };
}

/** Why `value` cannot be one of `type`, in words for the person; null when nothing speaks against it. The server has the last word. */
export function parameterTrouble(value: string | undefined, type: string): string | null {
  const { name, args } = plainType(type);
  const text = value ?? '';
  const isText = /^(?:String|FixedString)$/.test(name);
  if (isNullable(type) && text === '\\N') return null;
  if (name === 'FixedString' && new TextEncoder().encode(text).length > Number(args[0]))
    return `At most ${args[0] ?? ''} bytes.`;
  if (isText || name === 'Identifier') return name === 'Identifier' && text === '' ? 'Needs a name.' : null;
  if (text.trim() === '') return isNullable(type) ? 'Needs a value; \\N is NULL.' : 'Needs a value.';
  return shapeTrouble(text.trim(), name, args);
}

function shapeTrouble(text: string, name: string, args: readonly string[]): string | null {
  const integer = whole.exec(name);
  if (integer !== null) return wholeTrouble(text, integer[1] === 'U', Number(integer[2]));
  if (fractional.test(name)) {
    return /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|nan)$/i.test(text)
      ? null
      : 'Needs a number, such as 1.5.';
  }
  if (name === 'Bool') return /^(?:true|false|1|0)$/i.test(text) ? null : 'Needs true or false.';
  if (/^Enum(?:8|16)?$/.test(name))
    return args.map(enumName).includes(text) ? null : 'Needs one of the names of its type.';
  if (name === 'Date' || name === 'Date32') return isDay(text) ? null : 'Needs a day, such as 2026-01-31.';
  if (name === 'DateTime' || name === 'DateTime64')
    return isMoment(text) ? null : 'Needs a time, such as 2026-01-31 12:00:00.';
  if (name === 'UUID') return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? null : 'Needs a UUID.';
  if (name === 'Array')
    return /^\[[\s\S]*\]$/.test(text) ? null : `Needs a list in brackets, such as ${arrayHint(args[0] ?? '')}.`;
  if (name === 'Map') return /^\{[\s\S]*\}$/.test(text) ? null : "Needs pairs in braces, such as {'key': 'value'}.";
  if (name === 'Tuple') return /^\([\s\S]*\)$/.test(text) ? null : "Needs values in brackets, such as (1, 'text').";
  return null;
}

function wholeTrouble(text: string, isUnsigned: boolean, bits: number): string | null {
  if (!/^[+-]?\d+$/.test(text)) return 'Needs a whole number.';
  const value = BigInt(text.replace(/^\+/, ''));
  const least = isUnsigned ? 0n : -(1n << BigInt(bits - 1));
  const most = isUnsigned ? (1n << BigInt(bits)) - 1n : (1n << BigInt(bits - 1)) - 1n;
  return value < least || value > most ? `Needs a number from ${least} to ${most}.` : null;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** A day with a time, or seconds since 1970. */
function isMoment(text: string): boolean {
  if (/^\d+(?:\.\d+)?$/.test(text)) return true;
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?)?$/.exec(text);
  return match !== null && isDay(match[1] ?? '');
}

function arrayHint(inner: string): string {
  const { input } = parameterKind(inner);
  return input === 'whole' || input === 'number' ? '[1, 2, 3]' : "['a', 'b']";
}

function enumName(argument: string): string {
  return /^'((?:[^'\\]|\\[\s\S])*)'/.exec(argument)?.[1]?.replace(/\\([\s\S])/g, '$1') ?? argument;
}
