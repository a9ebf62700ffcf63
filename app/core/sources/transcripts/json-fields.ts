/** An object out of a file that another program wrote: nothing about it is sure. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The largest number that a token or byte column holds. */
const largestCount = 4_294_967_295;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** Empty when the field is missing or no object. */
export function objectIn(from: JsonObject, key: string): JsonObject {
  return asObject(from[key]) ?? {};
}

/** Empty when the field is missing or no text. */
export function textIn(from: JsonObject, key: string): string {
  const value = from[key];
  return typeof value === 'string' ? value : '';
}

/** The objects of a list; empty when the field is missing or no list. */
export function objectsIn(from: JsonObject, key: string): readonly JsonObject[] {
  const value = from[key];
  if (!Array.isArray(value)) return [];
  return value.map(asObject).filter((item) => item !== undefined);
}

/** A whole number of at least 0; 0 when the field is missing or no such number. */
export function countIn(from: JsonObject, key: string): number {
  const value = numberIn(from, key);
  return value === undefined || value < 0 ? 0 : Math.min(largestCount, Math.round(value));
}

export function numberIn(from: JsonObject, key: string): number | undefined {
  const value = from[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** No agent wrote before, and a clock that is further ahead is wrong: rows of such days would make parts of their own. */
const [earliestMs, latestMs] = [Date.UTC(2020, 0), Date.UTC(2100, 0)];

/** Epoch milliseconds of a moment as ISO 8601, or as epoch seconds or milliseconds; undefined when it is none. */
export function timeIn(from: JsonObject, key: string): number | undefined {
  const value = from[key];
  let timeMs = NaN;
  if (typeof value === 'string') timeMs = Date.parse(value);
  else if (typeof value === 'number') timeMs = Math.round(value < 1e11 ? value * 1_000 : value);
  return timeMs >= earliestMs && timeMs < latestMs ? timeMs : undefined;
}

/** JSON text of a value; a text that is JSON already, or meant as the whole, stays as it is. Empty when there is none. */
export function jsonText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
