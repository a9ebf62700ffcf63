/** How many categorical colours there are: `--category-1` to `--category-8` in tokens.css. */
export const colourCount = 8;

/** Neutral colour of whatever is summed up. */
export const restColour = 'var(--category-rest)';

/** The colour in a slot. */
export function colourOf(slot: number): string {
  return `var(--category-${slot + 1})`;
}

/** Which slot each name had when it was last shown. */
export type Slots = ReadonlyMap<string, number>;

/**
 * A slot for each of `names`, in the same order. A name keeps the slot it had unless another shown with it has it too;
 * a new name takes the free slot that the fewest others have had. All differ while there are slots enough.
 */
export function assignSlots(names: readonly string[], remembered: Slots): number[] {
  const assigned = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of names) {
    const slot = remembered.get(name);
    if (slot === undefined || taken.has(slot)) continue;
    taken.add(slot);
    assigned.set(name, slot);
  }
  const uses = Array.from({ length: colourCount }, () => 0);
  for (const slot of remembered.values()) uses[slot] = (uses[slot] ?? 0) + 1;
  return names.map((name) => {
    const kept = assigned.get(name);
    if (kept !== undefined) return kept;
    const slot = leastUsed(uses, taken);
    taken.add(slot);
    uses[slot] = (uses[slot] ?? 0) + 1;
    assigned.set(name, slot);
    return slot;
  });
}

/** The slot with the fewest uses, a free one if there is any, the first of equals. */
function leastUsed(uses: readonly number[], taken: ReadonlySet<number>): number {
  const all = uses.map((_, slot) => slot);
  const free = all.filter((slot) => !taken.has(slot));
  const candidates = free.length > 0 ? free : all;
  return candidates.reduce((best, slot) => ((uses[slot] ?? 0) < (uses[best] ?? 0) ? slot : best), candidates[0] ?? 0);
}
