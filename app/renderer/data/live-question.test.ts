import { expect, it } from 'vitest';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type Calls } from './bridge.ts';
import { createLiveQuestion } from './live-question.ts';
import { type Problem } from './problem.ts';

interface Row {
  app: string;
  minutes: number;
}
const problem: Problem = { kind: 'database-down', message: 'ClickHouse does not answer.' };
const rows: Row[] = [{ app: 'Code', minutes: 3 }];
const today = { from_day: '2026-11-21', to_day: '2026-11-21' };
const week = { from_day: '2026-11-15', to_day: '2026-11-21' };

/** A question whose calls stay open until the test answers them. */
function asked() {
  const open: ((answer: Result<unknown[], Problem>) => void)[] = [];
  const ask = () => new Promise((resolve) => open.push(resolve));
  const question = createLiveQuestion('app-minutes-per-day', { ask: ask as unknown as Calls['ask'] });
  let draws = 0;
  question.subscribe(() => (draws += 1));
  return {
    question,
    draws: () => draws,
    calls: () => open.length,
    answer: async (index: number, answer: Result<unknown[], Problem>) => {
      open[index]?.(answer);
      await Promise.resolve();
    },
  };
}

it('loads, then shows rows', async () => {
  const { question, answer } = asked();
  question.ask(today);
  expect(question.current()).toEqual({ state: 'loading' });
  await answer(0, ok(rows));
  expect(question.current()).toEqual({ state: 'ready', rows, outdated: false, stale: null });
});

it('asks once while the same question is open', async () => {
  const { question, calls, answer } = asked();
  question.ask(today);
  question.ask(today);
  expect(calls()).toBe(1);
  await answer(0, ok(rows));
  question.ask(today);
  expect(calls()).toBe(2);
});

it('keeps rows while asking again and does not draw an answer that says the same', async () => {
  const { question, draws, answer } = asked();
  question.ask(today);
  await answer(0, ok(rows));
  const before = draws();
  question.ask(today);
  await answer(1, ok(structuredClone(rows)));
  expect(draws()).toBe(before);
  expect(question.current()).toMatchObject({ rows });
});

it('keeps rows that could not be brought up to date and says so until they are', async () => {
  const { question, answer } = asked();
  question.ask(today);
  await answer(0, ok(rows));
  question.ask(today);
  await answer(1, fail(problem));
  expect(question.current()).toEqual({ state: 'ready', rows, outdated: false, stale: problem });
  question.ask(today);
  await answer(2, ok(rows));
  expect(question.current()).toMatchObject({ stale: null });
});

it('marks rows of other parameters as outdated and drops them when the new answer fails', async () => {
  const { question, answer } = asked();
  question.ask(today);
  await answer(0, ok(rows));
  question.ask(week);
  expect(question.current()).toMatchObject({ state: 'ready', outdated: true });
  await answer(1, fail(problem));
  expect(question.current()).toEqual({ state: 'failed', problem });
});

it('ignores an answer that newer parameters have overtaken', async () => {
  const { question, answer } = asked();
  question.ask(today);
  question.ask(week);
  await answer(1, ok([]));
  await answer(0, ok(rows));
  expect(question.current()).toMatchObject({ rows: [], outdated: false });
});

it('shows a failure until an answer comes, without falling back to loading', async () => {
  const { question, answer } = asked();
  question.ask(today);
  await answer(0, fail(problem));
  question.ask(today);
  expect(question.current()).toEqual({ state: 'failed', problem });
  await answer(1, ok(rows));
  expect(question.current()).toMatchObject({ state: 'ready', rows });
});
