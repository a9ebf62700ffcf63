/** Pseudo-random numbers that depend on the seed alone, so that the demo data is the same on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<const A extends readonly [unknown, ...unknown[]]>(items: A): A[number];
  /** Picks with the odds that `weight` gives. */
  weighted<T extends { readonly weight: number }>(items: readonly [T, ...T[]]): T;
  /** A long-tailed positive number whose median is `median`; `spread` 0.5 is mild, 1 is wild. */
  skewed(median: number, spread: number): number;
}

/** A generator of its own for `seed`; equal seeds give equal sequences. */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  function next(): number {
    // mulberry32: 32 bits of state are plenty for plausible rows, and it is fast.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  function pick<const A extends readonly [unknown, ...unknown[]]>(items: A): A[number] {
    return items[Math.floor(next() * items.length)] ?? items[0];
  }
  function weighted<T extends { readonly weight: number }>(items: readonly [T, ...T[]]): T {
    let left = next() * items.reduce((sum, item) => sum + item.weight, 0);
    return items.find((item) => (left -= item.weight) < 0) ?? items[0];
  }
  function skewed(median: number, spread: number): number {
    // The sum of four uniform numbers stands in for a normal one.
    const normal = (next() + next() + next() + next() - 2) * 1.73;
    return median * Math.exp(normal * spread);
  }
  return {
    next,
    pick,
    weighted,
    skewed,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
  };
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
