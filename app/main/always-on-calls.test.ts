import { expect, it } from 'vitest';
import { waitingAgent } from '../core/agent/waiting-agent.ts';
import { followAgent } from './always-on-calls.ts';

/** Timers that fire when the test says so. */
function heldTimers() {
  let held: (() => void)[] = [];
  return {
    after(_delayMs: number, fire: () => void) {
      held.push(fire);
      return () => void (held = held.filter((other) => other !== fire));
    },
    fire() {
      const due = held;
      held = [];
      for (const fire of due) fire();
    },
    count: () => held.length,
  };
}

it('tells of the first change at once and of those that follow it once, when they have passed', async () => {
  const agent = waitingAgent(() => undefined);
  const timers = heldTimers();
  let told = 0;
  const stop = followAgent(agent, timers, () => (told += 1));
  agent.tell();
  expect(told).toBe(1);
  agent.tell();
  agent.tell();
  expect(told).toBe(1);
  timers.fire();
  expect(told).toBe(2);
  timers.fire();
  expect(told).toBe(2);
  agent.tell();
  expect(told).toBe(3);
  await stop();
  agent.tell();
  expect([told, timers.count()]).toEqual([3, 0]);
});
