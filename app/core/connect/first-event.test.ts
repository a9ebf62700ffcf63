import { expect, it } from 'vitest';
import type { PartHealth } from '../../contract/health.ts';
import { waitForFirstEvent } from './first-event.ts';

/** A clock that a test moves. */
function handClock() {
  const ticks = new Set<() => void>();
  const ends = new Set<() => void>();
  return {
    clock: {
      every: (_periodMs: number, tick: () => void) => {
        ticks.add(tick);
        return () => void ticks.delete(tick);
      },
      after: (_delayMs: number, fire: () => void) => {
        ends.add(fire);
        return () => void ends.delete(fire);
      },
    },
    tick: () => ticks.forEach((tick) => tick()),
    runOut: () => ends.forEach((end) => end()),
    running: () => ticks.size + ends.size,
  };
}

const part = (name: string, lastEventMs: number | null): PartHealth => ({
  name,
  state: 'ok',
  message: '',
  lastEventMs,
  counters: {},
});

it('settles with the first telemetry after the change, and not with what is older, of others or out of files', async () => {
  const { clock, tick, running } = handClock();
  let parts = [part('codex', 900), part('gemini', 2_000), part('otlp', 2_000)];
  const sources = () => Promise.resolve(parts);
  const waiting = waitForFirstEvent('codex', { sources, clock, sinceMs: 1_000, patienceMs: 60_000 });
  tick();
  await Promise.resolve();
  expect(running()).toBe(2);
  parts = [part('codex', 1_001), part('otlp', 999)];
  await new Promise(setImmediate);
  tick();
  await new Promise(setImmediate);
  expect(running()).toBe(2);
  parts = [part('codex', 1_001), part('otlp', 1_002)];
  tick();
  expect(await waiting).toBe('received');
  expect(running()).toBe(0);
});

it('ends when time runs out, and when the person does not want to wait', async () => {
  const { clock, runOut } = handClock();
  const request = { sources: () => Promise.resolve([]), clock, sinceMs: 0, patienceMs: 60_000 };
  const waiting = waitForFirstEvent('gemini', request);
  runOut();
  expect(await waiting).toBe('nothing');
  expect(await waitForFirstEvent('gemini', { ...request, givenUp: Promise.resolve() })).toBe('given-up');
});
