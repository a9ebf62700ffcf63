import type { AttributeValue, Attributes } from '../otlp/otlp-record.ts';

/** Text beyond this is not parsed: the values read from such JSON are few and small. */
const MAX_JSON_CHARACTERS = 65_536;
const MAX_LEAVES = 200;
const MAX_DEPTH = 5;

/**
 * Attributes with the content of those in `names` beside them: `metadata` with `{"thread_id":"t"}` adds
 * `metadata.thread_id`. What a program wrote under that name itself wins. Text that is no JSON object is left as it is.
 */
export function unfold(attributes: Attributes, names: readonly string[]): Attributes {
  let unfolded: Record<string, AttributeValue> | undefined;
  for (const name of names) {
    const object = toObject(attributes[name]);
    if (object === undefined) continue;
    const leaves: Record<string, AttributeValue> = {};
    collect(object, name, MAX_DEPTH, leaves, { left: MAX_LEAVES });
    unfolded = { ...leaves, ...(unfolded ?? attributes) };
  }
  return unfolded ?? attributes;
}

function collect(
  object: Attributes,
  path: string,
  depth: number,
  leaves: Record<string, AttributeValue>,
  room: { left: number },
): void {
  for (const [key, value] of Object.entries(object)) {
    if (room.left === 0) return;
    if (typeof value === 'object' && value !== null && !isList(value)) {
      if (depth > 1) collect(value, `${path}.${key}`, depth - 1, leaves, room);
      continue;
    }
    leaves[`${path}.${key}`] = value;
    room.left -= 1;
  }
}

function toObject(value: AttributeValue | undefined): Attributes | undefined {
  if (typeof value === 'object' && value !== null) return isList(value) ? undefined : value;
  if (typeof value !== 'string' || !value.startsWith('{') || value.length > MAX_JSON_CHARACTERS) return undefined;
  try {
    return JSON.parse(value) as Attributes;
  } catch {
    // Programs cut long attributes; what is left is no JSON any more.
    return undefined;
  }
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
