/** Epoch milliseconds as columns hold them: whole, not negative. */
export function wholeMs(timeMs: number): number {
  return Number.isFinite(timeMs) && timeMs > 0 ? Math.floor(timeMs) : 0;
}

/** Microseconds from `startMs` to `endMs`, 0 when the end is missing or before the start. */
export function wholeMicros(startMs: number, endMs: number): number {
  const micros = Math.round((endMs - startMs) * 1000);
  return Number.isSafeInteger(micros) && micros > 0 ? micros : 0;
}
