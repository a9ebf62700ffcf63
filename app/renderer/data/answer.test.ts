import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type Answer, answerOf, questionOptions } from './answer.ts';
import { type Calls } from './bridge.ts';
import { createQueries } from './live-view.ts';
import { type Problem } from './problem.ts';

interface Row {
  app: string;
  minutes: number;
}
const problem: Problem = { kind: 'database-down', message: 'ClickHouse does not answer.' };
const rows: Row[] = [{ app: 'Code', minutes: 3 }];
const today = { from_day: '2026-11-21', to_day: '2026-11-21' };
const week = { from_day: '2026-11-15', to_day: '2026-11-21' };

const question = { name: 'app-minutes-per-day', params: today } as const;

let stop: () => void;
let asked: ReturnType<typeof askedQuestion>;

/** A question as a view asks it, whose calls stay open until the test answers them. */
function askedQuestion() {
  const queries = createQueries();
  const open: ((answer: Result<unknown[], Problem>) => void)[] = [];
  const ask = () => new Promise((resolve) => open.push(resolve));
  const session = { calls: { ask: ask as unknown as Calls['ask'] }, queries };
  const observer = new QueryObserver(queries, questionOptions(session, 'app-minutes-per-day', today));
  const drawn: Answer<unknown>[] = [{ state: 'loading', asked: question }];
  const unsubscribe = observer.subscribe(({ data, isPlaceholderData }) => {
    const answer = answerOf(data, { outdated: isPlaceholderData, asked: question });
    if (JSON.stringify(answer) !== JSON.stringify(drawn.at(-1))) drawn.push(answer);
  });
  stop = () => {
    unsubscribe();
    queries.clear();
  };
  return {
    current: () => {
      const { data, isPlaceholderData } = observer.getCurrentResult();
      return answerOf(data, { outdated: isPlaceholderData, asked: question });
    },
    data: () => observer.getCurrentResult().data,
    drawn: () => drawn,
    calls: () => open.length,
    again: () => void observer.refetch({ cancelRefetch: false }),
    other: (params: typeof week) => observer.setOptions(questionOptions(session, 'app-minutes-per-day', params)),
    answer: async (index: number, answer: Result<unknown[], Problem>) => {
      open[index]?.(answer);
      // The cache tells its observers in a turn of its own.
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

beforeEach(() => {
  asked = askedQuestion();
});
afterEach(() => stop());

it('loads, then shows rows', async () => {
  expect(asked.current()).toEqual({ asked: question, state: 'loading' });
  await asked.answer(0, ok(rows));
  expect(asked.current()).toEqual({ asked: question, state: 'ready', rows, outdated: false, stale: null });
});

it('asks once while the same question is open', async () => {
  asked.again();
  expect(asked.calls()).toBe(1);
  await asked.answer(0, ok(rows));
  asked.again();
  expect(asked.calls()).toBe(2);
});

it('keeps the very rows when the next answer says the same, so that nothing is drawn again', async () => {
  await asked.answer(0, ok(rows));
  const before = asked.data();
  asked.again();
  await asked.answer(1, ok(structuredClone(rows)));
  expect(asked.data()).toBe(before);
});

it('keeps rows that could not be brought up to date and says so until they are', async () => {
  await asked.answer(0, ok(rows));
  asked.again();
  await asked.answer(1, fail(problem));
  expect(asked.current()).toEqual({ asked: question, state: 'ready', rows, outdated: false, stale: problem });
  asked.again();
  await asked.answer(2, ok(rows));
  expect(asked.current()).toMatchObject({ stale: null });
});

it('marks rows of other parameters as outdated and drops them when the new answer fails', async () => {
  await asked.answer(0, ok(rows));
  asked.other(week);
  expect(asked.current()).toMatchObject({ state: 'ready', rows, outdated: true });
  await asked.answer(1, fail(problem));
  expect(asked.current()).toEqual({ asked: question, state: 'failed', problem });
});

it('ignores an answer that newer parameters have overtaken', async () => {
  asked.other(week);
  await asked.answer(1, ok([]));
  await asked.answer(0, ok(rows));
  expect(asked.current()).toMatchObject({ rows: [], outdated: false });
});

it('shows a failure until an answer comes, without falling back to loading', async () => {
  await asked.answer(0, fail(problem));
  asked.again();
  expect(asked.current()).toEqual({ asked: question, state: 'failed', problem });
  await asked.answer(1, ok(rows));
  expect(asked.current()).toMatchObject({ state: 'ready', rows });
  expect(asked.drawn().map(({ state }) => state)).toEqual(['loading', 'failed', 'ready']);
});
