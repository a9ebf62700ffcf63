import * as v from 'valibot';
import { colourCount, type Slots } from './colours.ts';

/** Where the colours of names outlive a window, so that both windows and every start agree. */
export interface ColourMemory {
  /** The slots of those among `names` that have one. */
  readonly recall: (names: readonly string[]) => Slots;
  /** Keeps slots of names that have none yet. Beyond the limit the oldest are forgotten. */
  readonly remember: (names: readonly string[], slots: readonly number[]) => void;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** Pairs of a name's hash and its slot, oldest first. */
const stored = v.array(
  v.tuple([v.number(), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(colourCount - 1))]),
);
const namesKept = 400;

/** Hashes are stored, not names: what a person has deleted from the recordings must not live on here. */
export function colourMemory(store: Store, key: string): ColourMemory {
  function read(): Map<number, number> {
    const text = store.getItem(key);
    if (text === null) return new Map();
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stored), text);
    // Colours are no data: what cannot be read is chosen again.
    return new Map(parsed.success ? parsed.output : []);
  }

  return {
    recall(names) {
      const slots = read();
      return new Map(
        names.flatMap((name) => {
          const slot = slots.get(hash(name));
          return slot === undefined ? [] : [[name, slot] as const];
        }),
      );
    },
    remember(names, slots) {
      const kept = read();
      const sizeBefore = kept.size;
      for (const [index, name] of names.entries()) {
        const slot = slots[index];
        if (slot !== undefined && !kept.has(hash(name))) kept.set(hash(name), slot);
      }
      if (kept.size > sizeBefore) store.setItem(key, JSON.stringify([...kept].slice(-namesKept)));
    },
  };
}

/** FNV-1a, 32 bits: two names that collide share a preference, nothing more. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
