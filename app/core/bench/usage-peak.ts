import type { Clock } from '../host.ts';
import type { ProcessUsage } from './process-usage.ts';

/** The most memory that a process had while it was watched. */
export interface MemoryPeak {
  readonly residentBytes: number;
  /** Null where the system does not tell it. */
  readonly anonymousBytes: number | null;
}

const lookPeriodMs = 50;

/** Looks at a process again and again until it is asked for the most that was seen. */
export function watchMemory(clock: Clock, read: () => Promise<ProcessUsage>): () => Promise<MemoryPeak> {
  let residentBytes = 0;
  let anonymousBytes: number | null = null;
  const look = async (): Promise<void> => {
    const usage = await read();
    residentBytes = Math.max(residentBytes, usage.residentBytes);
    if (usage.anonymousBytes !== null) anonymousBytes = Math.max(anonymousBytes ?? 0, usage.anonymousBytes);
  };
  let looking: Promise<void> | undefined;
  const stop = clock.every(lookPeriodMs, () => {
    looking ??= look().finally(() => (looking = undefined));
  });
  return async () => {
    await stop();
    await looking;
    await look();
    return { residentBytes, anonymousBytes };
  };
}
