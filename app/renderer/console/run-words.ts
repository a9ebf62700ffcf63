import { byteSize } from '../../contract/byte-size.ts';
import { type ConsoleProgress } from '../../contract/console.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { hasEnded, type StatementRun } from './run-store.ts';

/** `12 ms`, `3.4 s`, `2:05 min`. */
export function formatRunTime(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`;
}

/** From 0 to 1; null while the server does not know how much there is. */
export function progressShare({ rowsRead, totalRows }: ConsoleProgress): number | null {
  return totalRows > 0 ? Math.min(1, rowsRead / totalRows) : null;
}

/** What the server has done so far. */
export function progressWords(progress: ConsoleProgress): string {
  const share = progressShare(progress);
  return [
    ...(share === null ? [] : [`${Math.floor(share * 100)} %`]),
    formatRunTime(progress.elapsedMs),
    workWords(progress),
  ].join(' · ');
}

/** What the server has read, and how much memory that took. */
export function workWords({ rowsRead, bytesRead, memoryBytes }: ConsoleProgress): string {
  return [
    `${formatCounted(rowsRead, 'row', 'rows')} read`,
    byteSize(bytesRead),
    ...(memoryBytes > 0 ? [`${byteSize(memoryBytes)} of memory`] : []),
  ].join(' · ');
}

export type RunState = 'starting' | 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled';

export function runState({ run, problem }: StatementRun): RunState {
  if (problem !== null) return 'failed';
  return run?.state ?? 'starting';
}

/** How a run stands, in one line. */
export function runWords(statement: StatementRun): string {
  const { run } = statement;
  if (run === null) return statement.problem === null ? 'Sending…' : 'Not run';
  const rows =
    run.columns === null || run.columns.length === 0
      ? 'No rows to show'
      : `${formatCount(run.rows)} ${run.rows === 1 ? 'row' : 'rows'}`;
  switch (run.state) {
    case 'running':
      return `Running, ${formatCount(run.rows)} rows so far`;
    case 'cancelling':
      return 'Cancelling: the server is ending the query…';
    case 'done':
      return `${rows} in ${formatRunTime(run.progress.elapsedMs)}`;
    case 'failed':
      return `Failed after ${formatRunTime(run.progress.elapsedMs)}${run.rows > 0 ? `, ${rows} came before` : ''}`;
    case 'cancelled':
      return `Cancelled after ${formatRunTime(run.progress.elapsedMs)}${run.rows > 0 ? `, ${rows} came before` : ''}`;
  }
}

/** Whether rows can be shown. */
export function hasTable({ run }: StatementRun): boolean {
  return run !== null && run.columns !== null && run.columns.length > 0;
}

export function isOver(statement: StatementRun): boolean {
  return statement.problem !== null || (statement.run !== null && hasEnded(statement.run));
}
