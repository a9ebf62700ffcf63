import type { RowBuffer } from './row-buffer.ts';

/** Why a value does not fit, without the value. */
export interface ValueProblem {
  readonly expected: string;
  readonly got: string;
}

/** How a column's values become bytes. After a problem the buffer holds part of a value: the caller sets it back. */
export interface ValueEncoder {
  encode(value: unknown, out: RowBuffer): ValueProblem | undefined;
  /** What ClickHouse stores when a column is left out. */
  encodeDefault(out: RowBuffer): void;
}

/** The problem of `value` where `expected` is wanted. */
export function problem(expected: string, value: unknown): ValueProblem {
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
