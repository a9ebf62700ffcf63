import { performance } from 'node:perf_hooks';

/** Longer than this no work may hold the event loop: windows and other clients wait meanwhile. */
const turnMs = 8;

/** Gives the event loop a turn whenever the work between two calls has taken too long. */
export class Breath {
  private sinceMs = performance.now();

  /** True when it is time to await `take()`; asking is cheap. */
  due(): boolean {
    return performance.now() - this.sinceMs >= turnMs;
  }

  async take(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.sinceMs = performance.now();
  }
}
