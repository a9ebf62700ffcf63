/** How a figure stands to that of the range before. */
export interface Change {
  readonly direction: 'up' | 'down' | 'same';
  readonly words: string;
}

/** The change from `before` to `now`, behind which stands what was compared with; null where there is nothing to compare. */
export function changeBetween(now: number, before: number, label: string): Change | null {
  if (before <= 0) return now <= 0 ? null : { direction: 'up', words: `none ${inside(label)}` };
  const percent = Math.round((now / before - 1) * 100);
  if (percent === 0) return { direction: 'same', words: `as much as ${inside(label)}` };
  const direction = percent > 0 ? 'up' : 'down';
  if (percent >= 1000) return { direction, words: `${Math.round(now / before)} times ${label}` };
  return { direction, words: `${percent > 0 ? '+' : '−'}${Math.abs(percent)} % vs ${label}` };
}

/** "in the 7 days before", but "yesterday by this time". */
function inside(label: string): string {
  if (label.startsWith('yesterday')) return label;
  return label === 'the day before' ? 'on the day before' : `in ${label}`;
}
