/** How much memory some things may hold together. */
export interface MemoryBudget {
  /** True when the bytes may be held; they are given back later. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

export function memoryBudget(limitBytes: number): MemoryBudget {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > limitBytes) return false;
      held += bytes;
      return true;
    },
    give(bytes) {
      held -= bytes;
    },
  };
}
