import { expect } from 'vitest';
import type { Result } from '../../contract/result.ts';

/** The value of a success; a failure fails the test with its message. */
export function valueOf<T>(result: Result<T, { readonly message: string }>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Adds up what `parts` makes of each row, by key. */
export function sumBy<T>(
  rows: readonly T[],
  parts: (row: T, index: number) => readonly (readonly [key: string, value: number])[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    for (const [key, value] of parts(row, index)) sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return sums;
}

/** One number of each row, by key. */
export function numbersIn<R extends Readonly<Record<string, unknown>>>(
  rows: readonly R[],
  key: (row: R) => string,
  column: keyof R,
): Map<string, number> {
  return new Map(rows.map((row) => [key(row), Number(row[column])]));
}

/** Fails unless both maps have the same keys and, up to the noise of floating point, the same numbers. */
export function expectEachClose(found: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): void {
  expect([...found.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  for (const [key, should] of expected) {
    const off = Math.abs((found.get(key) ?? Number.NaN) - should);
    expect(off, `${key} is ${found.get(key)}, expected ${should}`).toBeLessThanOrEqual(
      1e-6 * Math.max(1, Math.abs(should)),
    );
  }
}
