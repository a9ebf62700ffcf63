/**
 * The events that were told to this process, by id, so that a repetition is recognised. Two generations of at most
 * `limit` ids each: when the young one is full, the old one is forgotten.
 */
export class ToldEvents {
  private readonly limit: number;
  private readonly now: () => number;
  private young = new Set<string>();
  private old = new Set<string>();
  private youngSinceMs: number;
  private completeSinceMs: number;

  constructor(now: () => number, limit = 100_000) {
    this.now = now;
    this.limit = limit;
    this.youngSinceMs = now();
    this.completeSinceMs = this.youngSinceMs;
  }

  has(id: string): boolean {
    return this.young.has(id) || this.old.has(id);
  }

  add(id: string): void {
    if (this.young.size >= this.limit) {
      this.old = this.young;
      this.young = new Set();
      this.completeSinceMs = this.youngSinceMs;
      this.youngSinceMs = this.now();
    }
    this.young.add(id);
  }

  /**
   * Every id that was told since then is here, epoch milliseconds. An event that began later cannot have been told
   * before, so that it need not be looked up in the database.
   */
  completeSince(): number {
    return this.completeSinceMs;
  }
}
