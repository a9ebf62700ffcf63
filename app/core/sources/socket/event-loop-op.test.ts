import { expect, it } from 'vitest';
import { realClock } from '../../database/testing.ts';
import { eventLoopOp } from './event-loop-op.ts';

const call = { reply: () => Promise.resolve(), closed: new AbortController().signal };

it('says how late the event loop was while somebody held it', async () => {
  const watching = eventLoopOp(realClock).run({ forMs: 400 }, call);
  await new Promise((begun) => setTimeout(begun, 50));
  const until = performance.now() + 120;
  while (performance.now() < until);
  const answer = await watching;
  expect(answer).toMatchObject({ ok: true });
  const { maxMs, p50Ms } = answer.ok ? answer.value : {};
  expect(maxMs).toBeGreaterThan(80);
  expect(p50Ms).toBeLessThan(maxMs as number);
});

it('ends when its client goes, and refuses a time that is none', async () => {
  const gone = new AbortController();
  const watching = eventLoopOp(realClock).run({ forMs: 60_000 }, { ...call, closed: gone.signal });
  gone.abort();
  expect(await watching).toMatchObject({ ok: true });
  expect(await eventLoopOp(realClock).run({ forMs: 'long' }, call)).toMatchObject({ ok: false });
});
