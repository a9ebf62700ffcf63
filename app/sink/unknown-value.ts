/**
 * Reading of objects that LangChain and LangGraph pass around, of whatever version: what is not there or is of another
 * kind reads as nothing.
 */

export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = {};

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : none;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** As JSON; a text stays as it is. What cannot be JSON, such as a circle, is named by its type. */
export function jsonOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    // Undefined and functions have no JSON, whatever the declaration says.
    const json: unknown = JSON.stringify(value);
    return textOf(json);
  } catch {
    // Said instead of the value: the row itself is still worth having.
    return JSON.stringify(`[${Object.prototype.toString.call(value)} that is no JSON]`);
  }
}
