import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Log } from '../core/host.ts';
import type { Rectangle } from './popover-place.ts';

const bounds = v.object({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(20_000)),
  height: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(20_000)),
});

/** How much of a window has to lie on a screen for the person to be able to grab it. */
const visiblePoints = 100;

/** Keeps the place of a window in a file. A file that cannot be read means the default place, and a line in the log. */
export function rememberedBounds(file: string, log: Log) {
  return {
    read(workAreas: readonly Rectangle[]): Rectangle | undefined {
      const stored = readStored(file, log);
      return stored !== undefined && workAreas.some((area) => isReachable(stored, area)) ? stored : undefined;
    },
    write(value: Rectangle): void {
      try {
        writeFileSync(`${file}.tmp`, JSON.stringify(value), { mode: 0o600 });
        renameSync(`${file}.tmp`, file);
      } catch (error) {
        log('warn', 'the place of the window was not stored', { error: String(error) });
      }
    },
  };
}

function readStored(file: string, log: Log): Rectangle | undefined {
  try {
    return v.parse(bounds, JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      log('warn', 'the stored place of the window is not usable', { error: String(error) });
    }
    return undefined;
  }
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const overlapX = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const titleBarVisible = window.y >= area.y && window.y < area.y + area.height - visiblePoints;
  return overlapX >= visiblePoints && titleBarVisible;
}
