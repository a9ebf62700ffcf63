/** The part of the time axis that is shown. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

export const fitted: TimeWindow = { from: 0, to: 1 };
/** Narrower than this, rounding would show. */
const narrowest = 0.0005;

/** The window `factor` times as close, with `middle` in its middle as far as the ends allow. */
export function zoomed({ from, to }: TimeWindow, factor: number, middle: number): TimeWindow {
  const width = Math.min(1, Math.max(narrowest, (to - from) / factor));
  return within(middle - width / 2, width);
}

/** The window moved, if it has to be, so that what lies between `start` and `end` is seen. */
export function follow(span: TimeWindow, start: number, end: number): TimeWindow {
  const { from, to } = span;
  if (end >= from && start <= to) return span;
  return within((start + end) / 2 - (to - from) / 2, to - from);
}

/** Where a position of the axis stands in the window: 0 to 1, beyond these when it is out of sight. */
export function inWindow({ from, to }: TimeWindow, position: number): number {
  return (position - from) / (to - from);
}

function within(from: number, width: number): TimeWindow {
  const start = Math.min(1 - width, Math.max(0, from));
  return { from: start, to: start + width };
}
