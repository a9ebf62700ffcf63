import { formatCounted } from '../format/number.ts';
import { type Item } from './items.ts';
import { lengthOf, overlap, type Span, touches } from './span.ts';
import { formatLength } from './words.ts';

/** What lies in a chosen stretch, in a few words each. */
export function summarize(items: readonly Item[], span: Span): string[] {
  const within = items.filter((item) => touches(item, span));
  const times = new Map<string, number>();
  for (const item of within) {
    const app = item.origin.app;
    if (app === undefined || item.faint) continue;
    const inside = lengthOf(overlap(item, span));
    if (inside > 0) times.set(app, (times.get(app) ?? 0) + inside);
  }
  const apps = [...times].sort(([, a], [, b]) => b - a);
  const [first, second, ...others] = apps.map(([app, ms]) => `${app} ${formatLength(ms)}`);
  const parts = [first, second].filter((part) => part !== undefined);
  if (others.length > 0) parts.push(formatCounted(others.length, 'other app', 'other apps'));
  const runs = within.filter(({ kind }) => kind === 'run').length;
  if (runs > 0) parts.push(formatCounted(runs, 'agent run', 'agent runs'));
  if (within.some(({ lane }) => lane === 'errors')) parts.push('errors');
  return parts.length === 0 ? ['nothing was recorded'] : parts;
}
