import type { PartHealth } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { Settings } from '../contract/settings.ts';

/** One piece of the running recorder. What it leaves out does not concern it. */
export interface RecorderPart {
  /** One entry for each thing that the status shows of it. */
  health?(): readonly PartHealth[];
  /** The settings file says something else than before; called in the order of the parts. */
  applySettings?(changed: Settings): void;
  /** The person paused, or goes on. How it stands at the start is told when a part is made. */
  pause?(): void;
  resume?(): void;
  readonly stop: Stop;
}

/** The parts in the order in which they were started. */
export interface PartList {
  /** Takes a part that has just been started, and gives it back. */
  add<Part extends RecorderPart>(part: Part): Part;
  health(): readonly PartHealth[];
  applySettings(changed: Settings): void;
  pause(): void;
  resume(): void;
}

/** Puts the stop of each part onto `stops`, which are called in reverse. */
export function createPartList(stops: Stop[]): PartList {
  const parts: RecorderPart[] = [];
  return {
    add(part) {
      parts.push(part);
      stops.push(() => part.stop());
      return part;
    },
    health: () => parts.flatMap((part) => part.health?.() ?? []),
    applySettings: (changed) => parts.forEach((part) => part.applySettings?.(changed)),
    pause: () => parts.forEach((part) => part.pause?.()),
    resume: () => parts.forEach((part) => part.resume?.()),
  };
}
