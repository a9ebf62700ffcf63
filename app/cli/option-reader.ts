import { parseArgs } from 'node:util';
import { type Result, ok } from '../contract/result.ts';
import type { OptionSpec } from './command.ts';
import { type Failure, misused } from './failure.ts';
import { didYouMean } from './suggestion.ts';

/** The options of one command line. Asking for an option that the command does not declare is a bug and throws. */
export interface OptionReader {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): readonly string[];
}

/** A command line after parsing. */
export interface ReadLine {
  readonly options: OptionReader;
  readonly operands: readonly string[];
}

type Specs = Readonly<Record<string, OptionSpec>>;

/** Reads what follows the command's name. Options and operands may mix; `--` ends the options. */
export function readOptions(args: readonly string[], specs: Specs): Result<ReadLine, Failure> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [
        name,
        { type: spec.kind === 'flag' ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) {
      const known = Object.keys(specs).map((name) => `--${name}`);
      return misused(`There is no option ${token.rawName}.${didYouMean(token.rawName, known)}`);
    }
    const problem = problemOf(spec, token.rawName, token.value, given.has(token.name));
    if (problem !== undefined) return misused(problem);
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
  }
  return ok({ options: readerOver(specs, given), operands });
}

function problemOf(spec: OptionSpec, rawName: string, value: string | undefined, again: boolean): string | undefined {
  if (spec.kind === 'flag') return value === undefined ? undefined : `${rawName} takes no value.`;
  if (value === undefined || value === '') return `${rawName} needs a value: ${rawName} ${spec.value ?? 'VALUE'}.`;
  return again && spec.kind === 'text' ? `${rawName} was given twice; it takes one value.` : undefined;
}

function readerOver(specs: Specs, given: ReadonlyMap<string, readonly string[]>): OptionReader {
  function valuesOf(name: string): readonly string[] {
    if (!Object.hasOwn(specs, name)) throw new Error(`The command does not declare --${name}.`);
    return given.get(name) ?? [];
  }
  return {
    flag: (name) => valuesOf(name).length > 0,
    text: (name) => valuesOf(name)[0],
    list: valuesOf,
  };
}

/** A whole number out of an option's text. */
export function wholeNumber(
  options: OptionReader,
  name: string,
  { min, max, fallback }: { min: number; max: number; fallback: number },
): Result<number, Failure> {
  const text = options.text(name);
  if (text === undefined) return ok(fallback);
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return ok(number);
  return misused(`--${name} takes a whole number from ${min} to ${max}, not "${text}".`);
}

/** `key=value` pairs out of a list option. */
export function keyedValues(options: OptionReader, name: string): Result<Readonly<Record<string, string>>, Failure> {
  const pairs: [string, string][] = [];
  for (const text of options.list(name)) {
    const at = text.indexOf('=');
    if (at < 1) return misused(`--${name} takes NAME=VALUE, not "${text}".`);
    pairs.push([text.slice(0, at), text.slice(at + 1)]);
  }
  return ok(Object.fromEntries(pairs));
}
