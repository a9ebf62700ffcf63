import { expect, it } from 'vitest';
import { type Result } from '../../contract/result.ts';
import { createLiveCall } from './live-call.ts';
import { type Problem } from './problem.ts';

const gone: Problem = { kind: 'no-answer', message: 'gone' };

/** A call whose answers the test gives, in the order of the questions. */
function asked() {
  const open: ((answer: Result<number, Problem>) => void)[] = [];
  const live = createLiveCall(() => new Promise<Result<number, Problem>>((resolve) => open.push(resolve)));
  return {
    live,
    questions: () => open.length,
    answer: async (answer: Result<number, Problem>) => {
      open.at(-1)?.(answer);
      await Promise.resolve();
    },
  };
}

it('keeps the last answer when the next one fails, and says that it is old', async () => {
  const { live, answer } = asked();
  live.refresh();
  await answer({ ok: true, value: 1 });
  live.refresh();
  await answer({ ok: false, error: gone });
  expect(live.current()).toEqual({ state: 'ready', value: 1, stale: gone });
});

it('asks once at a time, and fails where there is nothing to keep', async () => {
  const { live, answer, questions } = asked();
  live.refresh();
  live.refresh();
  expect(questions()).toBe(1);
  await answer({ ok: false, error: gone });
  expect(live.current()).toEqual({ state: 'failed', problem: gone });
});

it('lets an answer to an older question go', async () => {
  const { live, answer } = asked();
  live.refresh();
  live.take(2);
  await answer({ ok: true, value: 1 });
  expect(live.current()).toEqual({ state: 'ready', value: 2, stale: null });
});

it('draws nothing again for the same answer', async () => {
  const { live, answer } = asked();
  let drawn = 0;
  live.subscribe(() => (drawn += 1));
  for (let round = 0; round < 2; round += 1) {
    live.refresh();
    await answer({ ok: true, value: 1 });
  }
  expect(drawn).toBe(1);
});
