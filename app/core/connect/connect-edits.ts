import { isDeepStrictEqual } from 'node:util';
import type { AgentMemory } from './connection-memory.ts';
import type { OpenSettings } from './open-settings.ts';
import type { Edit } from './settings-format.ts';

/** What has to change so that the agent reports to Hivebar; nothing when it does already. */
export function connectEdits(settings: OpenSettings): Edit[] {
  const { memory, section } = settings;
  const edits = desired(settings);
  const named = new Set(edits.map(({ key }) => key));
  // What Hivebar set once and does not want any more, such as the keys that ask for content.
  for (const [key, { ours, prior }] of Object.entries(memory?.keys ?? {})) {
    if (!named.has(key) && isDeepStrictEqual(section[key], ours)) edits.push({ key, value: prior });
  }
  return edits.filter(({ key, value }) => !isDeepStrictEqual(section[key], value));
}

/** What to remember of each key once it is connected: our value, and the one from before Hivebar. */
export function rememberedKeys(settings: OpenSettings): AgentMemory['keys'] {
  const { memory, section } = settings;
  return Object.fromEntries(
    desired(settings).map(({ key, value }) => {
      const known = memory?.keys[key];
      const untouched = known !== undefined && isDeepStrictEqual(known.ours, section[key]);
      const prior = untouched ? known.prior : section[key];
      return [key, { ...(value === undefined ? {} : { ours: value }), ...(prior === undefined ? {} : { prior }) }];
    }),
  );
}

/** Every key that has to be, and every key that must not be. */
function desired({ spec, wish, section }: OpenSettings): Edit[] {
  const wanted = Object.entries(spec.wanted(wish)).map(([key, value]) => ({ key, value }));
  return [...wanted, ...spec.inTheWay(section).map((key) => ({ key, value: undefined }))];
}
