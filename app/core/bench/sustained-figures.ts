import type { Figure } from './bench-report.ts';
import { median } from './percentile.ts';
import type { MemoryPeak } from './usage-peak.ts';

/** The ways that rows are sent in, ours first. */
export type WayName =
  | 'C'
  | 'C without a journal'
  | 'JavaScript'
  | 'JSONEachRow'
  | 'RowBinary, encoding included'
  | 'RowBinary, encoded before'
  | 'Native file';

/** What one round of one way gave. Processor time is user and system time of all threads. */
export interface SustainedRound {
  readonly rowsPerSecond: number;
  readonly clientMicrosPerRow: number;
  /** Merges that run meanwhile are in it. */
  readonly serverMicrosPerRow: number;
}

export interface SustainedWork {
  readonly rows: number;
  readonly repeats: number;
  readonly memory: { readonly client: MemoryPeak; readonly server: MemoryPeak } | undefined;
}

const sentSeveralTimes: readonly WayName[] = ['C', 'C without a journal', 'RowBinary, encoded before', 'Native file'];

const spoken: Readonly<Record<WayName, string>> = {
  C: 'Hivebar from C',
  'C without a journal': 'Hivebar from C without a journal',
  JavaScript: 'Hivebar from JavaScript',
  JSONEachRow: '@clickhouse/client JSONEachRow',
  'RowBinary, encoding included': '@clickhouse/client RowBinary, encoding included',
  'RowBinary, encoded before': '@clickhouse/client RowBinary, encoded before',
  'Native file': 'Native file over HTTP, the limit',
};

/** Rates, processor time, and the ratios that are promised, each ratio within one round. */
export function sustainedFigures(
  measured: ReadonlyMap<WayName, readonly SustainedRound[]>,
  { rows, repeats, memory }: SustainedWork,
): Figure[] {
  const values = (way: WayName, read: (round: SustainedRound) => number): number[] =>
    (measured.get(way) ?? []).map(read);
  const perRow = (side: 'client' | 'server', way: WayName): Figure => {
    const rounds = values(way, (round) => (side === 'client' ? round.clientMicrosPerRow : round.serverMicrosPerRow));
    const who = side === 'client' ? 'CPU of the sender a row' : 'CPU of ClickHouse a row';
    return { name: `${spoken[way]}, ${who}`, value: median(rounds), unit: 'µs', rounds };
  };
  const ratio = (
    name: string,
    [ours, theirs]: readonly [WayName, WayName],
    read: (round: SustainedRound) => number,
    bound?: Figure['bound'],
  ): Figure => {
    const others = values(theirs, read);
    const rounds = values(ours, read).map((value, round) => value / (others[round] ?? Number.NaN));
    return { name, value: median(rounds), unit: '×', rounds, ...(bound === undefined ? {} : { bound }) };
  };
  const rate = (round: SustainedRound): number => round.rowsPerSecond;
  const cpu = (round: SustainedRound): number => round.clientMicrosPerRow;
  const ways = [...measured.keys()];
  const count = rows.toLocaleString('en-US');
  return [
    ...ways.map((way): Figure => {
      const rounds = values(way, rate);
      const times = sentSeveralTimes.includes(way) ? `, ${repeats} times over` : '';
      const note = `${count} rows of hive.model_invocations${times}, median round`;
      return { name: `${spoken[way]}, sustained`, value: median(rounds), unit: 'rows/s', rounds, note };
    }),
    ratio('from C to JSONEachRow, rows/s', ['C', 'JSONEachRow'], rate, { limit: 8, kind: 'at-least' }),
    ratio('from C to the limit, rows/s', ['C', 'Native file'], rate, { limit: 0.5, kind: 'at-least' }),
    ratio('from C to RowBinary encoded before, rows/s', ['C', 'RowBinary, encoded before'], rate),
    ...(measured.has('C without a journal')
      ? [ratio('from C, with the journal to without, rows/s', ['C', 'C without a journal'], rate)]
      : []),
    ratio('from JavaScript to JSONEachRow, rows/s', ['JavaScript', 'JSONEachRow'], rate, {
      limit: 2,
      kind: 'at-least',
    }),
    ratio('from JavaScript to JSONEachRow, CPU of the sender', ['JavaScript', 'JSONEachRow'], cpu, {
      limit: 0.5,
      kind: 'below',
    }),
    ratio(
      'from JavaScript to RowBinary with encoding, CPU of the sender',
      ['JavaScript', 'RowBinary, encoding included'],
      cpu,
    ),
    ...ways.map((way) => perRow('client', way)),
    ...ways.map((way) => perRow('server', way)),
    ...(memory === undefined ? [] : memoryFigures(memory)),
  ];
}

function memoryFigures({ client, server }: { readonly client: MemoryPeak; readonly server: MemoryPeak }): Figure[] {
  const anonymous = (name: string, { anonymousBytes }: MemoryPeak): Figure[] =>
    anonymousBytes === null
      ? []
      : [{ name, value: anonymousBytes / 1e6, unit: 'MB', note: 'most at a time, anonymous' }];
  return [
    { name: 'memory under load, program that speaks C, resident', value: client.residentBytes / 1e6, unit: 'MB' },
    ...anonymous('memory under load, program that speaks C', client),
    ...anonymous('memory under load, ClickHouse', server),
  ];
}
