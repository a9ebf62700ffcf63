/** How many pauses are remembered: telemetry of a pause comes seconds after it, not days. */
const limit = 100;

/** When the person was not to be recorded, in this run of Hivebar. Open at its end while paused. */
export class PauseTimes {
  private readonly pauses: { fromMs: number; toMs: number }[] = [];

  pause(atMs: number): void {
    if (this.open() !== undefined) return;
    this.pauses.push({ fromMs: atMs, toMs: Number.POSITIVE_INFINITY });
    if (this.pauses.length > limit) this.pauses.shift();
  }

  resume(atMs: number): void {
    const open = this.open();
    if (open !== undefined) open.toMs = atMs;
  }

  /** Whether what happened then must not be recorded. */
  covers(atMs: number): boolean {
    return this.pauses.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
  }

  private open(): { fromMs: number; toMs: number } | undefined {
    const last = this.pauses.at(-1);
    return last?.toMs === Number.POSITIVE_INFINITY ? last : undefined;
  }
}
