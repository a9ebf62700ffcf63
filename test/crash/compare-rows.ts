import type { Stream } from './ledger.ts';

/** What a table holds of one stream. */
export interface FoundRows {
  readonly table: string;
  readonly run: number;
  readonly process: number;
  readonly thread: number;
  readonly rows: number;
  /** Different numbers among them. */
  readonly distinct: number;
  /** The highest number and one. */
  readonly end: number;
  /** Rows that hold something else than their number says. */
  readonly damaged: number;
}

/** How the rows of some streams fared; all but the first three have to be 0. */
export interface RowTally {
  accepted: number;
  found: number;
  /** Rows of pushes that were under way at a kill, and that are there. */
  keptInFlight: number;
  lost: number;
  doubled: number;
  damaged: number;
  /** Pushes of several rows of which some are there and some are not. */
  torn: number;
  /** Rows that nobody pushed, or whose push was refused. */
  unasked: number;
}

export interface RowComparison {
  readonly tally: RowTally;
  /** One line per stream that is not as it must be. */
  readonly complaints: readonly string[];
}

export function emptyTally(): RowTally {
  return { accepted: 0, found: 0, keptInFlight: 0, lost: 0, doubled: 0, damaged: 0, torn: 0, unasked: 0 };
}

export function addTally(total: RowTally, added: RowTally): void {
  for (const key of Object.keys(total) as (keyof RowTally)[]) total[key] += added[key];
}

/** Compares what pushers know to be accepted with what ClickHouse holds. */
export function compareRows(streams: readonly Stream[], found: readonly FoundRows[]): RowComparison {
  const tally = emptyTally();
  const complaints: string[] = [];
  const byName = new Map(found.map((rows) => [nameOf(rows), rows]));
  for (const stream of streams) {
    const name = nameOf(stream);
    const rows = byName.get(name) ?? { ...stream, rows: 0, distinct: 0, end: 0, damaged: 0 };
    byName.delete(name);
    const fate = fateOf(stream, rows);
    addTally(tally, fate);
    if (isBad(fate)) complaints.push(complaint(stream, rows, fate));
  }
  for (const rows of byName.values()) {
    const fate = { ...emptyTally(), found: rows.rows, unasked: rows.rows };
    addTally(tally, fate);
    complaints.push(complaint({ ...rows, accepted: 0, attempted: 0 }, rows, fate));
  }
  return { tally, complaints };
}

export function isBad(tally: RowTally): boolean {
  return tally.lost + tally.doubled + tally.damaged + tally.torn + tally.unasked > 0;
}

function fateOf({ accepted, attempted }: Stream, { rows, distinct, end, damaged }: FoundRows): RowTally {
  return {
    accepted,
    found: rows,
    keptInFlight: end > accepted && end <= attempted ? end - accepted : 0,
    lost: Math.max(accepted, end) - distinct,
    doubled: rows - distinct,
    damaged,
    torn: end > accepted && end < attempted ? 1 : 0,
    unasked: Math.max(0, end - attempted),
  };
}

function nameOf({ table, run, process, thread }: Pick<Stream, 'table' | 'run' | 'process' | 'thread'>): string {
  return `${table} ${run}.${process}.${thread}`;
}

function complaint(stream: Stream, found: FoundRows, fate: RowTally): string {
  const bad = (['lost', 'doubled', 'damaged', 'torn', 'unasked'] as const)
    .filter((kind) => fate[kind] > 0)
    .map((kind) => `${fate[kind]} ${kind}`);
  return (
    `${nameOf(stream)}: ${bad.join(', ')} (${stream.accepted} accepted, ${stream.attempted} attempted; ` +
    `${found.rows} found, ${found.distinct} different, end ${found.end})`
  );
}
