import { formatClock, formatSeconds } from '../format/time.ts';
import { lengthOf, type Span } from './span.ts';

export interface AxisTick {
  readonly atMs: number;
  readonly label: string;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
/** Steps whose multiples people count in, shortest first. */
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * hourMs),
];
/** Every zone in use is a whole number of quarters of an hour away from UTC. */
const quarterMs = 15 * minuteMs;

/** At most `most` ticks, at round local times. Hours are those of the clock, also on a day that has 23 or 25 of them. */
export function axisTicks(span: Span, most: number): AxisTick[] {
  const step = steps.find((candidate) => lengthOf(span) / candidate <= most) ?? 12 * hourMs;
  const stride = Math.min(step, quarterMs);
  const ticks: AxisTick[] = [];
  for (let atMs = Math.ceil(span.fromMs / stride) * stride; atMs <= span.toMs; atMs += stride) {
    if (isRound(atMs, step)) ticks.push({ atMs, label: step < minuteMs ? formatSeconds(atMs) : formatClock(atMs) });
  }
  return ticks;
}

function isRound(atMs: number, step: number): boolean {
  if (step <= quarterMs) return true;
  const local = new Date(atMs);
  return ((local.getHours() * 60 + local.getMinutes()) * minuteMs) % step === 0;
}
