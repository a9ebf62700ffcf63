import { expect, it } from 'vitest';
import { type ConsoleRun } from '../../contract/console.ts';
import { formatRunTime, progressShare, progressWords, runWords } from './run-words.ts';

const progress = { elapsedMs: 1_234, rowsRead: 2_000, bytesRead: 15_600, totalRows: 8_000, memoryBytes: 0 };
function statement(change: Partial<ConsoleRun>) {
  const run: ConsoleRun = {
    runId: '1',
    state: 'done',
    progress,
    columns: [{ name: 'a', type: 'UInt8' }],
    rows: 1,
    totals: null,
    truncated: false,
    error: null,
    ...change,
  };
  return { runId: '1', sql: '', params: {}, mode: 'read' as const, sort: null, from: 0, run, problem: null };
}

it('times are short', () => {
  expect([3.4, 1_000, 61_000, 3_725_000].map(formatRunTime)).toEqual(['3 ms', '1.0 s', '1:01 min', '62:05 min']);
});

it('progress has a share only when the whole is known', () => {
  expect(progressShare(progress)).toBe(0.25);
  expect(progressShare({ ...progress, totalRows: 0 })).toBeNull();
  expect(progressWords(progress)).toBe('25 % · 1.2 s · 2,000 rows read · 15.6 kB');
});

it('a run says how it ended', () => {
  expect(runWords(statement({}))).toBe('1 row in 1.2 s');
  expect(runWords(statement({ columns: [], rows: 0 }))).toBe('No rows to show in 1.2 s');
  expect(runWords(statement({ state: 'cancelled', rows: 2_000 }))).toBe(
    'Cancelled after 1.2 s, 2,000 rows came before',
  );
  expect(runWords(statement({ state: 'failed', rows: 0 }))).toBe('Failed after 1.2 s');
});
