/** One measured value: which column it stands in, which series it belongs to. */
export interface Point {
  readonly at: number;
  readonly series: string;
  readonly value: number;
}

/** One column of a stacked chart: a value per series, in the order of the series, zero where nothing was measured. */
export interface Column {
  readonly at: number;
  readonly values: readonly number[];
  readonly total: number;
}

export interface Series {
  readonly name: string;
  readonly total: number;
  /** The sum of everything that is not among the largest. */
  readonly rest: boolean;
}

export interface Stacked {
  /** Largest first, the rest last. */
  readonly series: readonly Series[];
  readonly columns: readonly Column[];
  readonly total: number;
}

/** What the rest is called; a measured series of this name is added to it. */
export const restName = 'Other';

/**
 * Stacks `points` into one column per entry of `ats`, keeping the `top` largest series and summing the rest.
 * Points outside `ats` are left out; so are series that sum to nothing.
 */
export function stack(points: readonly Point[], { ats, top }: { ats: readonly number[]; top: number }): Stacked {
  const columns = new Map(ats.map((at) => [at, new Map<string, number>()]));
  const totals = new Map<string, number>();
  for (const { at, series, value } of points) {
    const column = columns.get(at);
    if (column === undefined) continue;
    column.set(series, (column.get(series) ?? 0) + value);
    totals.set(series, (totals.get(series) ?? 0) + value);
  }
  const ranked = [...totals].filter(([, total]) => total > 0).sort(byTotalThenName);
  const named = ranked.filter(([name]) => name !== restName);
  // A rest of one series is named: it takes no more room than the word for the rest.
  const kept = named.length === top + 1 && named.length === ranked.length ? named : named.slice(0, top);
  const keptNames = new Set(kept.map(([name]) => name));
  const restTotal = ranked.reduce((sum, [name, total]) => (keptNames.has(name) ? sum : sum + total), 0);
  const series = kept.map(([name, total]) => ({ name, total, rest: false }));
  if (restTotal > 0) series.push({ name: restName, total: restTotal, rest: true });

  return {
    series,
    total: ranked.reduce((sum, [, total]) => sum + total, 0),
    columns: ats.map((at) => {
      const measured = [...(columns.get(at) ?? [])];
      const sum = (counts: (name: string) => boolean) =>
        measured.reduce((total, [name, value]) => (counts(name) ? total + value : total), 0);
      return {
        at,
        values: series.map(({ name, rest }) => sum((other) => (rest ? !keptNames.has(other) : other === name))),
        total: sum(() => true),
      };
    }),
  };
}

function byTotalThenName([leftName, left]: [string, number], [rightName, right]: [string, number]): number {
  return right - left || leftName.localeCompare(rightName);
}
