import { type FoundRows, type RowTally, addTally, compareRows, emptyTally, isBad } from './compare-rows.ts';
import type { ViewComparison } from './compare-views.ts';
import { type Evidence, addEvidence } from './end-pusher.ts';
import type { Stream } from './ledger.ts';
import type { RunOutcome } from './play-run.ts';
import { type CrashKind, crashKinds } from './plan.ts';
import { crashTables } from './tables.ts';

export interface KindReport {
  readonly kind: CrashKind;
  readonly runs: number;
  readonly pusherKills: number;
  readonly serverKills: number;
  readonly rows: RowTally;
}

/** The answer of a crash test. Rows and views are counted over all runs together, after the last one. */
export interface CrashReport {
  readonly seed: string;
  readonly seconds: number;
  readonly kinds: readonly KindReport[];
  readonly tables: readonly { readonly table: string; readonly rows: RowTally }[];
  readonly views: readonly ViewComparison[];
  readonly total: RowTally;
  readonly evidence: Evidence;
  readonly complaints: readonly string[];
  /** Runs with nothing to complain of, and the others. */
  readonly passed: number;
  readonly failed: number;
  readonly holds: boolean;
}

export interface ReportInput {
  readonly seed: string;
  readonly seconds: number;
  readonly outcomes: readonly RunOutcome[];
  readonly resident: {
    readonly streams: readonly Stream[];
    readonly complaints: readonly string[];
    readonly evidence: Evidence;
  };
  /** Counted after the last run: a block that comes late a second time is seen here. */
  readonly found: readonly FoundRows[];
  readonly views: readonly ViewComparison[];
}

export function makeReport({ seed, seconds, outcomes, resident, found, views }: ReportInput): CrashReport {
  const streams = [...outcomes.flatMap((outcome) => outcome.streams), ...resident.streams];
  const all = compareRows(streams, found);
  const kinds = crashKinds.flatMap((kind) => {
    const ofKind = outcomes.filter((outcome) => outcome.run.kind === kind);
    const rows = emptyTally();
    for (const outcome of ofKind) addTally(rows, outcome.rows.tally);
    const pusherKills = ofKind.reduce((sum, { kills }) => sum + kills.pusher, 0);
    const serverKills = ofKind.reduce((sum, { kills }) => sum + kills.server, 0);
    return ofKind.length === 0 ? [] : [{ kind, runs: ofKind.length, pusherKills, serverKills, rows }];
  });
  const tables = crashTables.map(({ name: table }) => ({
    table,
    rows: compareRows(
      streams.filter((stream) => stream.table === table),
      found.filter((rows) => rows.table === table),
    ).tally,
  }));
  // What a run already said is not said again.
  const inRuns = new Set(outcomes.flatMap((outcome) => outcome.rows.complaints));
  const complaints = [
    ...outcomes.flatMap(complaintsOf),
    ...resident.complaints,
    ...[...all.complaints.filter((text) => !inRuns.has(text)), ...views.flatMap(complaintsOfView)].map(
      (text) => `at the end: ${text}`,
    ),
  ];
  const evidence: Record<string, number> = {};
  for (const { evidence: counted } of [...outcomes, resident]) addEvidence(evidence, counted);
  const failed = outcomes.filter((outcome) => complaintsOf(outcome).length > 0).length;
  const holds = complaints.length === 0 && !isBad(all.tally);
  return {
    seed,
    seconds,
    kinds,
    tables,
    views,
    total: all.tally,
    evidence,
    complaints,
    passed: outcomes.length - failed,
    failed,
    holds,
  };
}

/** What a run did wrong, each line with the run it was. */
export function complaintsOf({ run, rows, views, troubles }: RunOutcome): string[] {
  const where = `run ${run.number} (${run.kind}, ${run.variant})`;
  return [...troubles, ...rows.complaints, ...views.flatMap(complaintsOfView)].map((text) => `${where}: ${text}`);
}

function complaintsOfView({ view, groups, short, over, examples }: ViewComparison): string[] {
  if (short + over === 0) return [];
  return [`${view}: ${short} of ${groups} groups short, ${over} over: ${examples.join(' | ')}`];
}

export function describeReport(report: CrashReport): string {
  const { seed, seconds, kinds, tables, views, total, evidence, complaints, passed, failed, holds } = report;
  const lines = [`seed ${seed}, ${seconds.toFixed(0)} s`, ''];
  lines.push(row('killed', 'runs', 'of pushers', 'of server', 'accepted', 'found', 'lost', 'doubled'));
  for (const { kind, runs, pusherKills, serverKills, rows } of kinds) {
    lines.push(row(kind, runs, pusherKills, serverKills, rows.accepted, rows.found, rows.lost, rows.doubled));
  }
  lines.push('', row('table', 'accepted', 'found', 'in flight', 'lost', 'doubled', 'damaged', 'torn', 'unasked'));
  for (const { table, rows } of [...tables, { table: 'all', rows: total }]) {
    const { accepted, found, keptInFlight, lost, doubled, damaged, torn, unasked } = rows;
    lines.push(row(table, accepted, found, keptInFlight, lost, doubled, damaged, torn, unasked));
  }
  lines.push('', row('view', 'groups', 'short', 'over'));
  for (const { view, groups, short, over } of views) lines.push(row(view, groups, short, over));
  const told = Object.entries(evidence).map(([name, count]) => `${name} ${count.toLocaleString('en-US')}`);
  lines.push(
    '',
    `What the writers counted: ${told.join(', ')}`,
    '',
    ...complaints,
    ...(complaints.length > 0 ? [''] : []),
  );
  lines.push(holds ? 'No accepted row was lost, none is there twice.' : 'IT DOES NOT HOLD, see above.');
  lines.push(`${passed} passed, ${failed} failed`);
  return `${lines.join('\n')}\n`;
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell).padStart(11));
  return name.padEnd(28) + texts.join('');
}
