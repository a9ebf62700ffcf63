import type { AttributeValue, Attributes } from '../otlp/otlp-record.ts';

/** Entries of a list, be it a list or JSON text of one; 0 for anything else. */
export function countList(value: AttributeValue | undefined): number {
  const list = typeof value === 'string' ? parsed(value) : value;
  return Array.isArray(list) ? list.length : 0;
}

/** Attributes `<prefix>N<between>M…` that differ in N or M: `llm.output_messages.0.message.tool_calls.1.id`. */
export function countIndexed(attributes: Attributes, pattern: RegExp): number {
  const seen = new Set<string>();
  for (const key of Object.keys(attributes)) {
    const match = pattern.exec(key);
    if (match !== null) seen.add(match[0]);
  }
  return seen.size;
}

/** Parts of sort `tool_call` in messages, or in JSON text of them. */
export function countToolCallParts(value: AttributeValue | undefined): number {
  const messages = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(messages)) return 0;
  let count = 0;
  for (const message of messages as readonly unknown[]) {
    const parts = (message as { readonly parts?: unknown } | null)?.parts;
    if (!Array.isArray(parts)) continue;
    count += parts.filter((part: unknown) => (part as { readonly type?: unknown } | null)?.type === 'tool_call').length;
  }
  return count;
}

function parsed(value: string): unknown {
  if (!value.startsWith('[')) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    // A cut attribute: what it held cannot be counted any more.
    return undefined;
  }
}
