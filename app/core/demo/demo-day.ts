import type { LocalTime } from './local-time.ts';
import { type Random, createRandom } from './random.ts';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** One local day of the demo person: when they worked, with their pauses between. */
export interface DemoDay {
  readonly number: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Time at the machine, in order, without overlap. Empty on a day off. */
  readonly work: readonly Span[];
  readonly random: Random;
}

const minuteMs = 60_000;

/** The last `days` local days up to `nowMs`, oldest first. Nothing in them lies after `nowMs`. */
export function planDays(options: {
  readonly nowMs: number;
  readonly days: number;
  readonly seed: string;
  readonly local: LocalTime;
}): DemoDay[] {
  const planned: DemoDay[] = [];
  let endMs = options.nowMs;
  for (let back = 0; back < options.days; back += 1) {
    const startMs = options.local.startOfDay(endMs - 1);
    const random = createRandom(`${options.seed}/day/${back}`);
    planned.push({ number: back, startMs, endMs, random, work: planWork(startMs, endMs, back === 0, random) });
    endMs = startMs;
  }
  return planned.reverse();
}

/** Today always has work in it, so that the windows have something to show at any hour. */
function planWork(startMs: number, endMs: number, isToday: boolean, random: Random): Span[] {
  // 1970-01-01 was a Thursday; noon avoids the question which side of midnight the zone is on.
  const weekday = (Math.floor((startMs + 12 * 60 * minuteMs) / 86_400_000) + 4) % 7;
  const dayOff = (weekday === 0 || weekday === 6) && random.chance(0.6);
  const usualStart = startMs + random.whole(7 * 60 + 30, 9 * 60 + 45) * minuteMs;
  const latestStart = Math.max(startMs, endMs - 4 * 60 * minuteMs);
  if (dayOff && !isToday) return [];

  const stopMs = Math.min(endMs, startMs + random.whole(17 * 60, 20 * 60) * minuteMs);
  let at = isToday ? Math.min(usualStart, latestStart) : usualStart;
  // Today's end is now: the person sits at the machine.
  const lastMs = isToday ? endMs : Math.max(stopMs, at);
  const work: Span[] = [];
  while (at < lastMs) {
    const end = Math.min(lastMs, at + Math.round(random.skewed(75, 0.5)) * minuteMs);
    if (end > at) work.push({ startMs: at, endMs: end });
    at = end + Math.round(random.skewed(14, 0.7)) * minuteMs;
  }
  const last = work.at(-1);
  if (isToday && last !== undefined && last.endMs < endMs)
    work.push({ startMs: Math.max(last.endMs, endMs - 5 * minuteMs), endMs });
  return work;
}
