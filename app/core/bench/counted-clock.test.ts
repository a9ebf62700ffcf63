import { expect, it } from 'vitest';
import { FakeClock } from '../sources/testing/fake-clock.ts';
import { countTimers } from './counted-clock.ts';

it('counts timers until they have fired or are stopped', async () => {
  const inner = new FakeClock(0);
  const clock = countTimers(inner);
  const stop = clock.every(10, () => undefined);
  clock.after(25, () => undefined);
  const stopLate = clock.after(100, () => undefined);
  expect(clock.running()).toBe(3);
  await inner.advance(30);
  expect(clock.running()).toBe(2);
  await stopLate();
  await stop();
  expect(clock.running()).toBe(0);
});
