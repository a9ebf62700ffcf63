import { type Result, fail, ok } from '../../contract/result.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One section of a settings file, by its keys. */
export type Section = Readonly<Record<string, Json>>;

/** A value of a settings file as it can be remembered; fails where JSON has no word for it, such as a date of TOML. */
export function jsonOf(value: unknown): Result<Json, undefined> {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return ok(value);
  if (typeof value === 'number' && Number.isFinite(value)) return ok(value);
  if (Array.isArray(value)) {
    const items = value.map(jsonOf);
    return items.every((item) => item.ok) ? ok(items.map((item) => item.value)) : fail(undefined);
  }
  if (typeof value !== 'object' || value instanceof Date) return fail(undefined);
  const entries = Object.entries(value).map(([key, item]) => [key, jsonOf(item)] as const);
  const pairs = entries.flatMap(([key, item]) => (item.ok ? [[key, item.value] as const] : []));
  return pairs.length === entries.length ? ok(Object.fromEntries(pairs)) : fail(undefined);
}
