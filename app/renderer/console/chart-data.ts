import { type ConsoleColumn } from '../../contract/console.ts';
import { cellText } from './cell-text.ts';
import { isNumeric, isTemporal } from './clickhouse-type.ts';
import { type Row } from './row-cache.ts';

export type ChartKind = 'line' | 'bar' | 'area' | 'scatter';

/** Which columns a chart shows, by their places in the result. */
export interface ChartChoice {
  readonly kind: ChartKind;
  readonly x: number;
  readonly y: number;
  /** One line for each value of this column; null draws one. */
  readonly series: number | null;
}

export interface ChartPoint {
  /** A number, epoch milliseconds, or the place of a text among the texts. */
  readonly x: number;
  /** By series, in the order of `ChartData.series`; null where a series has nothing. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly points: readonly ChartPoint[];
  readonly series: readonly string[];
  /** Texts of the x axis; null when x is a number or a time. */
  readonly labels: readonly string[] | null;
  readonly isTime: boolean;
  /** Rows whose y is no number, or whose x has no place. */
  readonly left: number;
  /** Whether more series were there than are drawn. */
  readonly cutSeries: boolean;
  /** Of how many points one is drawn. */
  readonly every: number;
}

const mostPoints = 1_000;
const mostSeries = 8;
/** Texts at the x axis beyond these would be no chart. */
const mostLabels = 200;

/** What is likely to be wanted: a time or the first column across, the first other number up. Null when no column is a number. */
export function firstChoice(columns: readonly ConsoleColumn[]): ChartChoice | null {
  const time = columns.findIndex(({ type }) => isTemporal(type));
  const x = Math.max(0, time);
  const y = columns.findIndex(({ type }, index) => index !== x && isNumeric(type));
  if (y === -1)
    return columns[0] !== undefined && isNumeric(columns[0].type) ? { kind: 'line', x: 0, y: 0, series: null } : null;
  const text = columns.findIndex(({ type }, index) => index !== x && index !== y && /String|Enum/.test(type));
  const isText = time === -1 && !isNumeric(columns[x]?.type ?? '');
  return { kind: isText ? 'bar' : 'line', x, y, series: time !== -1 && text !== -1 ? text : null };
}

/** The points of a chart, in the order of x, thinned out to what can be seen. */
export function chartData(rows: readonly Row[], columns: readonly ConsoleColumn[], choice: ChartChoice): ChartData {
  const xType = columns[choice.x]?.type ?? '';
  const isTime = isTemporal(xType);
  const labels = isTime || isNumeric(xType) ? null : new Map<string, number>();
  const series = new Map<string, number>();
  const found: Found[] = [];
  let left = 0;
  let cutSeries = false;
  for (const row of rows) {
    const y = toNumber(row[choice.y]);
    const x = labels === null ? toX(row[choice.x], isTime) : labelPlace(labels, cellText(row[choice.x], xType).text);
    if (y === null || x === null) {
      left += 1;
      continue;
    }
    const name = choice.series === null ? (columns[choice.y]?.name ?? '') : seriesName(row, columns, choice.series);
    const slot = series.get(name) ?? (series.size < mostSeries ? series.size : null);
    if (slot === null) {
      cutSeries = true;
      continue;
    }
    series.set(name, slot);
    found.push({ x, slot, y });
  }
  const sorted = (choice.kind === 'scatter' ? found.map(alone) : together(found)).sort(([a], [b]) => a - b);
  const every = Math.max(1, Math.ceil(sorted.length / mostPoints));
  return {
    points: sorted
      .filter((_, index) => index % every === 0)
      .map(([x, values]) => ({ x, values: Array.from({ length: series.size }, (_, slot) => values[slot] ?? null) })),
    series: [...series.keys()],
    labels: labels === null ? null : [...labels.keys()],
    isTime,
    left,
    cutSeries,
    every,
  };
}

function seriesName(row: Row, columns: readonly ConsoleColumn[], column: number): string {
  return cellText(row[column], columns[column]?.type ?? '').text;
}

interface Found {
  readonly x: number;
  readonly slot: number;
  readonly y: number;
}
type Values = (number | null)[];

/** A scatter has a point for each row. */
function alone({ x, slot, y }: Found): [number, Values] {
  const values: Values = [];
  values[slot] = y;
  return [x, values];
}

/** Everywhere else there is one value of a series at a place: the last one stands. */
function together(found: readonly Found[]): [number, Values][] {
  const points = new Map<number, Values>();
  for (const { x, slot, y } of found) {
    const values = points.get(x) ?? [];
    values[slot] = y;
    points.set(x, values);
  }
  return [...points];
}

function labelPlace(labels: Map<string, number>, label: string): number | null {
  const known = labels.get(label);
  if (known !== undefined) return known;
  if (labels.size >= mostLabels) return null;
  labels.set(label, labels.size);
  return labels.size - 1;
}

function toX(value: unknown, isTime: boolean): number | null {
  if (!isTime) return toNumber(value);
  if (typeof value !== 'string') return null;
  // The server's digits are drawn as they are, in whatever zone they are: as if it were UTC on both sides.
  const time = Date.parse(`${value.replace(' ', 'T').slice(0, 23)}${value.length > 10 ? 'Z' : 'T00:00:00Z'}`);
  return Number.isNaN(time) ? null : time;
}

function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
