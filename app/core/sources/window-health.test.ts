import { afterEach, expect, it } from 'vitest';
import { endDays, recordDay } from './testing/record-day.ts';

afterEach(endDays);

const limitation = { message: 'Titles are not seen.', permission: 'screen-recording' } as const;

it('names the permission whose lack its message speaks of', async () => {
  const { clock, desk, recording } = await recordDay();
  desk.windowLimitation = limitation;
  await clock.advance(5_000);
  expect(recording.health()[0]).toMatchObject({ name: 'window', state: 'degraded', ...limitation });
});

it('names no permission when nothing is missing', async () => {
  const { clock, recording } = await recordDay();
  await clock.advance(5_000);
  expect(recording.health()[0]).not.toHaveProperty('permission');
});

it('names no permission beside a message of something else', async () => {
  const { clock, desk, sink, recording } = await recordDay();
  desk.windowLimitation = limitation;
  sink.refusal = { kind: 'full', message: 'The writer is full.' };
  desk.typing = true;
  desk.focus({ app: 'Editor' });
  await clock.advance(10_000);
  desk.focus({ app: 'Browser' });
  await clock.advance(10_000);
  const [refused] = recording.health();
  expect(refused).toMatchObject({ state: 'degraded', message: expect.stringMatching(/The writer is full/) as string });
  recording.pause();
  expect(recording.health()[0]).toMatchObject({ state: 'paused' });
  for (const health of [refused, recording.health()[0]]) expect(health).not.toHaveProperty('permission');
});
