import { expect, it } from 'vitest';
import { type ConsoleRequest, type ConsoleRun } from '../../contract/console.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type Problem } from '../data/problem.ts';
import { type ConsoleCalls } from './console-calls.ts';
import { createRunStore, isRunning } from './run-store.ts';

const progress = { elapsedMs: 1, rowsRead: 1, bytesRead: 1, totalRows: 0, memoryBytes: 0 };

/** A store over calls that note what is asked; the test announces what becomes of it. */
function stored({ refusal }: { refusal?: Problem } = {}) {
  const sent: string[] = [];
  const requests: ConsoleRequest[] = [];
  let announce: (run: Result<ConsoleRun, Problem>) => void = () => undefined;
  const runOf = (runId: string, change: Partial<ConsoleRun> = {}): ConsoleRun => ({
    runId,
    state: 'running',
    progress,
    columns: null,
    rows: 0,
    totals: null,
    truncated: false,
    error: null,
    ...change,
  });
  const note = (what: string) => (runId: string) => {
    sent.push(`${what} ${runId}`);
    return Promise.resolve(ok(undefined));
  };
  const calls = {
    run: (request: ConsoleRequest) => {
      requests.push(request);
      return Promise.resolve(refusal === undefined ? ok(runOf(request.runId)) : fail(refusal));
    },
    rows: (_: string, from: number, count: number) =>
      Promise.resolve(ok(Array.from({ length: count }, (_row, index) => [from + index]))),
    cancel: note('cancel'),
    close: note('close'),
    onRun: (listener: typeof announce) => {
      announce = listener;
      return () => undefined;
    },
  } as unknown as ConsoleCalls;
  let last = 0;
  const store = createRunStore(calls, () => `r${(last += 1)}`);
  return {
    store,
    sent,
    requests,
    tab: () => store.runs.current().get('t'),
    announce: async (runId: string, change: Partial<ConsoleRun>) => {
      announce(ok(runOf(runId, change)));
      await settled();
    },
  };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));
const statements = ['SELECT 1', 'SELECT 2'].map((text, index) => ({ text, from: index * 10, params: {} }));

it('statements run one after the other', async () => {
  const { store, requests, tab, announce } = stored();
  store.run('t', statements, 'read');
  await settled();
  expect(requests.map(({ sql }) => sql)).toEqual(['SELECT 1']);
  await announce('r1', { state: 'done', rows: 1 });
  expect(requests.map(({ sql }) => sql)).toEqual(['SELECT 1', 'SELECT 2']);
  expect(isRunning(tab())).toBe(true);
  await announce('r2', { state: 'done' });
  expect(isRunning(tab())).toBe(false);
  expect(tab()).toMatchObject({ asked: 2, shown: 1 });
});

it('none runs after one that failed', async () => {
  const { store, requests, tab, announce } = stored();
  store.run('t', statements, 'read');
  await announce('r1', { state: 'failed', error: { kind: 'syntax', message: 'no', position: 3 } });
  expect(requests).toHaveLength(1);
  expect(tab()?.statements).toHaveLength(1);
});

it('a refusal ends the run as a failure does', async () => {
  const { store, requests, tab } = stored({ refusal: { kind: 'refused', message: 'Too many.' } });
  store.run('t', statements, 'read');
  await settled();
  expect(requests).toHaveLength(1);
  expect(tab()?.statements[0]?.problem?.message).toBe('Too many.');
  expect(isRunning(tab())).toBe(false);
});

it('a cancel reaches the running statement, and no other is begun', async () => {
  const { store, sent, requests, announce } = stored();
  store.run('t', statements, 'read');
  await settled();
  store.cancel('t');
  expect(sent).toEqual(['cancel r1']);
  await announce('r1', { state: 'done' });
  expect(requests).toHaveLength(1);
});

it('a new run forgets the old one, and what still comes of it', async () => {
  const { store, sent, tab, announce } = stored();
  store.run('t', statements.slice(0, 1), 'read');
  await settled();
  store.run('t', statements.slice(1), 'write');
  expect(sent).toEqual(['close r1']);
  await announce('r1', { state: 'done', rows: 5 });
  expect(tab()?.statements.map(({ runId, mode, run }) => [runId, mode, run?.rows])).toEqual([['r2', 'write', 0]]);
});

it('the end is not undone by an answer that comes behind it', async () => {
  const { store, tab, announce } = stored();
  store.run('t', statements.slice(0, 1), 'read');
  void announce('r1', { state: 'done', rows: 7 });
  await settled();
  expect(tab()?.statements[0]?.run).toMatchObject({ state: 'done', rows: 7 });
});

it('another order is another run in the same place', async () => {
  const { store, sent, requests, tab, announce } = stored();
  store.run('t', statements.slice(0, 1), 'read');
  await announce('r1', { state: 'done', rows: 2 });
  store.sort('t', { column: 0, descending: true });
  await settled();
  expect(sent).toEqual(['close r1']);
  expect(requests[1]).toMatchObject({ runId: 'r2', sql: 'SELECT 1', sort: { column: 0, descending: true } });
  expect(tab()?.statements.map(({ runId }) => runId)).toEqual(['r2']);
});

it('rows that come later are fetched by the same cache', async () => {
  const { store, tab, announce } = stored();
  store.run('t', statements.slice(0, 1), 'read');
  await announce('r1', { rows: 2 });
  const run = tab()?.statements[0];
  if (run === undefined) throw new Error('It runs.');
  const cache = store.rows(run);
  cache.want(0, 40);
  await settled();
  expect([cache.row(1), cache.row(2)]).toEqual([[1], undefined]);
  await announce('r1', { rows: 3, state: 'done' });
  expect(cache.row(2)).toEqual([2]);
  expect(store.rows(run)).toBe(cache);
});
