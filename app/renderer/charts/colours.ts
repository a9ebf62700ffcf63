/** How many categorical colours there are: `--category-1` to `--category-8` in tokens.css. */
export const colourCount = 8;

/** Neutral colour of whatever is summed up. */
export const restColour = 'var(--category-rest)';

/** Which name has which colour. A name keeps its colour as long as no two names shown together would share it. */
export interface Colours {
  /** A colour for each of `names`, in the same order; all differ as long as there are no more than colours. */
  readonly assign: (names: readonly string[]) => string[];
}

/**
 * A name prefers the colour that its letters hash to, so that both windows, and every start, mostly agree;
 * what was assigned before is kept.
 */
export function createColours(): Colours {
  const remembered = new Map<string, number>();
  return {
    assign(names) {
      const taken = new Set<number>();
      const slots = new Map<string, number>();
      for (const name of names) {
        const slot = remembered.get(name);
        if (slot === undefined || taken.has(slot)) continue;
        taken.add(slot);
        slots.set(name, slot);
      }
      for (const name of names) {
        if (slots.has(name)) continue;
        const slot = firstFree(hash(name) % colourCount, taken);
        taken.add(slot);
        slots.set(name, slot);
        if (!remembered.has(name)) remembered.set(name, slot);
      }
      return names.map((name) => `var(--category-${(slots.get(name) ?? 0) + 1})`);
    },
  };
}

function firstFree(preferred: number, taken: ReadonlySet<number>): number {
  for (let step = 0; step < colourCount; step += 1) {
    const slot = (preferred + step) % colourCount;
    if (!taken.has(slot)) return slot;
  }
  return preferred;
}

/** FNV-1a: small, and spreads short names well. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
