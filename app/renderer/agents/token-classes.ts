import { type ColourMemory } from '../charts/colour-memory.ts';

/** The classes of tokens: disjoint, so that they add up. */
export const tokenClasses = [
  { key: 'input_tokens', name: 'Input' },
  { key: 'cache_read_tokens', name: 'Cache read' },
  { key: 'cache_write_tokens', name: 'Cache write' },
  { key: 'output_tokens', name: 'Output' },
  { key: 'reasoning_tokens', name: 'Reasoning' },
] as const;

const slots = new Map<string, number>([
  ['Input', 6],
  ['Cache read', 2],
  ['Cache write', 4],
  ['Output', 1],
  ['Reasoning', 3],
]);

/** Classes have the same colours always; nothing is learned. */
export const tokenColours: ColourMemory = {
  recall: (names) => new Map(names.flatMap((name) => (slots.has(name) ? [[name, slots.get(name) ?? 0] as const] : []))),
  remember: () => undefined,
};

/** The part of the input that came from the cache; null where there was no input. */
export function cachedPercent(tokens: {
  readonly input_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
}): number | null {
  const input = tokens.input_tokens + tokens.cache_read_tokens + tokens.cache_write_tokens;
  return input === 0 ? null : (tokens.cache_read_tokens * 100) / input;
}
