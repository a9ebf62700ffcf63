/**
 * A map with a limit. Two generations of at most `limit` entries each: when the young one is full, the old one is
 * forgotten. What is deleted in time is never forgotten early, and no entry is searched for one to give up.
 */
export class RecentMap<Key, Value> {
  private readonly limit: number;
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: Key): Value | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }

  has(key: Key): boolean {
    return this.young.has(key) || this.old.has(key);
  }

  set(key: Key, value: Value): void {
    this.old.delete(key);
    if (this.young.size >= this.limit && !this.young.has(key)) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }

  delete(key: Key): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  *entries(): Generator<[Key, Value]> {
    yield* this.old;
    yield* this.young;
  }
}
