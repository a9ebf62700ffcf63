import { type PartHealth } from '../../contract/health.ts';
import { formatCount } from '../format/number.ts';

/** A figure of a source, in words. */
export interface SourceFigure {
  readonly name: string;
  readonly value: string;
  /** Something that a person should look at. */
  readonly troubling: boolean;
}

/** Those with a name of their own, in this order; others follow under the name of their counter. */
const known: readonly { readonly key: string; readonly name: string; readonly troubling?: boolean }[] = [
  { key: 'events_per_minute', name: 'in the last minute' },
  { key: 'lag_ms', name: 'behind' },
  { key: 'accepted', name: 'accepted' },
  { key: 'duplicates', name: 'told twice, counted once' },
  { key: 'refused', name: 'refused', troubling: true },
  { key: 'unpriced', name: 'without a price', troubling: true },
];

/** Parts of another figure, by where it came from: the details of a status, not of a glance. */
const detail = /^(?:accepted|refused)_/;

/** What of the counters is worth a glance, without zeros. */
export function sourceFigures({ counters }: Pick<PartHealth, 'counters'>): readonly SourceFigure[] {
  const named = known.flatMap(({ key, name, troubling = false }) => {
    const count = counters[key] ?? 0;
    if (count === 0) return [];
    return [{ name, value: key === 'lag_ms' ? formatLag(count) : formatCount(count), troubling }];
  });
  const others = Object.entries(counters)
    .filter(([key, count]) => count !== 0 && !detail.test(key) && known.every((figure) => figure.key !== key))
    .map(([key, count]) => ({ name: spaced(key), value: formatCount(count), troubling: false }));
  return [...named, ...others];
}

function formatLag(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}

/** `rowsAccepted`, `rows_accepted` and `rows-accepted` read `rows accepted`. */
function spaced(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase();
}
