import { fieldsOf, listOf } from './unknown-value.ts';

/** How many channels a node's result writes to: the keys of its update, of several updates, or of a command's. */
export function writesOf(result: unknown): number {
  if (typeof result !== 'object' || result === null) return 0;
  if (Array.isArray(result)) {
    // The stream may tell writes as pairs of channel and value.
    const list = listOf(result);
    return list.reduce<number>((sum, item) => sum + (isPair(item) ? 1 : writesOf(item)), 0);
  }
  const fields = fieldsOf(result);
  return fields['lg_name'] === 'Command' ? writesOf(fields['update']) : Object.keys(fields).length;
}

function isPair(item: unknown): boolean {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === 'string';
}
