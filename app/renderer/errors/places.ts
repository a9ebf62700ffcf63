import { type FailureKind } from '../../contract/error-questions.ts';
import { type QuestionRow } from '../../contract/questions.ts';

/** A node, a tool or a graph that failed, with its failures over time. */
export interface FailingPlace {
  readonly key: string;
  readonly kind: FailureKind;
  readonly graph: string;
  readonly name: string;
  readonly errors: number;
  readonly calls: number;
  readonly percent: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly lastMessage: string;
  /** Failures in equal parts of the range, oldest first. */
  readonly trend: readonly number[];
}

/** Into how many parts a trend is cut. */
export const trendParts = 24;

/** What is shown of all places. */
export interface PlaceFilter {
  readonly kind: FailureKind | 'all';
  readonly search: string;
}

export type PlaceOrder = 'name' | 'errors' | 'percent' | 'first' | 'last';

type PlaceRow = QuestionRow<'error-places'>;
type TrendRow = QuestionRow<'error-place-trend'>;

/** Rows of the two questions as places. */
export function failingPlaces(rows: readonly PlaceRow[], trends: readonly TrendRow[]): FailingPlace[] {
  const parts = new Map<string, number[]>();
  for (const row of trends) {
    const trend = parts.get(keyOf(row)) ?? Array.from({ length: trendParts }, () => 0);
    trend[row.part] = row.errors;
    parts.set(keyOf(row), trend);
  }
  return rows.map((row) => ({
    key: keyOf(row),
    kind: row.kind as FailureKind,
    graph: row.graph_name,
    name: row.name,
    errors: row.errors,
    calls: row.calls,
    percent: row.error_percent,
    firstMs: row.first_ts_ms,
    lastMs: row.last_ts_ms,
    lastMessage: row.last_message,
    trend: parts.get(keyOf(row)) ?? [],
  }));
}

function keyOf({ kind, graph_name: graph, name }: Pick<PlaceRow, 'kind' | 'graph_name' | 'name'>): string {
  return JSON.stringify([kind, graph, name]);
}

/** What a place is called. */
export function placeName({ kind, graph, name }: Pick<FailingPlace, 'kind' | 'graph' | 'name'>): string {
  if (kind === 'step') return graph === '' ? 'a graph without a name' : graph;
  return name === '' ? 'no name' : name;
}

/** The places that fit, in order; equals stay in the order of their names, so that a refresh does not shuffle them. */
export function filterPlaces(
  places: readonly FailingPlace[],
  { kind, search }: PlaceFilter,
  { by, descending }: { readonly by: PlaceOrder; readonly descending: boolean },
): FailingPlace[] {
  const wanted = search.trim().toLowerCase();
  const sign = descending ? -1 : 1;
  return places
    .filter((place) => kind === 'all' || place.kind === kind)
    .filter(({ graph, name, lastMessage }) =>
      [graph, name, lastMessage].some((text) => text.toLowerCase().includes(wanted)),
    )
    .sort((left, right) => sign * compare(left, right, by) || byName(left, right));
}

function compare(left: FailingPlace, right: FailingPlace, by: PlaceOrder): number {
  switch (by) {
    case 'name':
      return byName(left, right);
    case 'errors':
      return left.errors - right.errors;
    case 'percent':
      return left.percent - right.percent;
    case 'first':
      return left.firstMs - right.firstMs;
    case 'last':
      return left.lastMs - right.lastMs;
  }
}

function byName(left: FailingPlace, right: FailingPlace): number {
  return placeName(left).localeCompare(placeName(right)) || left.key.localeCompare(right.key);
}
