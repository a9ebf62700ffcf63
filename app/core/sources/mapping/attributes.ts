import type { AttributeValue, Attributes } from '../otlp/otlp-record.ts';

/**
 * Reads attributes as programs really send them: numbers as text, booleans as `"true"`, lists as JSON text. Each function
 * tries its keys in order and takes the first value that it can use; what is absurd (negative, endless, not a number)
 * counts as absent. Nothing here throws.
 */

const UINT32_MAX = 4_294_967_295;
const UINT16_MAX = 65_535;

/** The end of the times that the database can put into days, in the year 2106. */
export const LAST_INSTANT_MS = 4_294_967_295_000;

/** The first text that is not empty; numbers and booleans are written out. Empty when there is none. */
export function text(attributes: Attributes, ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = attributes[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return '';
}

/** As `text`, but lists and objects are written as JSON: for content such as arguments and results. */
export function jsonText(attributes: Attributes, ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = attributes[key];
    if (value === undefined || value === null || value === '') continue;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
  return '';
}

/** The first finite number, with its sign and fraction. */
export function real(attributes: Attributes, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = toReal(attributes[key]);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The first number that is not negative, rounded, at most what a UInt32 column holds. */
export function integer(attributes: Attributes, ...keys: readonly string[]): number | undefined {
  return scaled(attributes, 1, UINT32_MAX, keys);
}

/** As `integer`, at most what a UInt16 column holds. */
export function shortInteger(attributes: Attributes, ...keys: readonly string[]): number | undefined {
  return scaled(attributes, 1, UINT16_MAX, keys);
}

/**
 * The first number that is not negative, times `microsPerUnit`, rounded: microseconds out of milliseconds (1,000) or
 * seconds (1,000,000), millionths of a dollar out of dollars (1,000,000).
 */
export function micros(attributes: Attributes, microsPerUnit: number, ...keys: readonly string[]): number | undefined {
  return scaled(attributes, microsPerUnit, Number.MAX_SAFE_INTEGER, keys);
}

/** The first value that says yes or no. */
export function flag(attributes: Attributes, ...keys: readonly string[]): boolean | undefined {
  for (const key of keys) {
    const value = toFlag(attributes[key]);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The first list, be it a list, JSON text of a list, or a single value; texts only. */
export function texts(attributes: Attributes, ...keys: readonly string[]): readonly string[] {
  for (const key of keys) {
    const value = attributes[key];
    if (value === undefined || value === null || value === '') continue;
    const list = toList(value).filter((entry) => typeof entry === 'string' || typeof entry === 'number');
    if (list.length > 0) return list.map(String);
  }
  return [];
}

/** Milliseconds since the epoch that a text such as `2026-08-22T10:00:00.000Z` or a number of milliseconds names. */
export function instantMs(attributes: Attributes, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = attributes[key];
    const ms = toReal(value) ?? (typeof value === 'string' ? Date.parse(value) : Number.NaN);
    if (ms > 0 && ms <= LAST_INSTANT_MS) return ms;
  }
  return undefined;
}

function scaled(attributes: Attributes, factor: number, limit: number, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = toReal(attributes[key]);
    if (value !== undefined && value >= 0) return Math.min(limit, Math.round(value * factor));
  }
  return undefined;
}

function toReal(value: AttributeValue | undefined): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

function toFlag(value: AttributeValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  if (word === 'true' || word === '1' || word === 'yes') return true;
  return word === 'false' || word === '0' || word === 'no' ? false : undefined;
}

function toList(value: AttributeValue): readonly AttributeValue[] {
  if (isList(value)) return value;
  if (typeof value !== 'string' || !value.startsWith('[')) return [value];
  try {
    const parsed = JSON.parse(value) as AttributeValue;
    return isList(parsed) ? parsed : [value];
  } catch {
    // Text that only looks like a list is a single value.
    return [value];
  }
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
