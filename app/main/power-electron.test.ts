import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { IdleReading, PowerEvent } from '../core/host.ts';
import { electronPower } from './power-electron.ts';

interface Situation {
  readonly idleIsReliable?: boolean;
  readonly state?: string;
  readonly other?: IdleReading;
}

const noSession: IdleReading = { kind: 'unavailable', reason: 'no session' };

function setUp({ idleIsReliable = true, state = 'active', other = noSession }: Situation = {}) {
  const monitor = Object.assign(new EventEmitter(), {
    getSystemIdleTime: () => 42,
    getSystemIdleState: () => state,
  });
  return {
    monitor,
    power: electronPower(monitor as never, { idleIsReliable, otherIdle: () => Promise.resolve(other) }),
  };
}

it('reads idle time and lock from Electron', async () => {
  expect(await setUp().power.readIdle()).toEqual({ kind: 'idle', seconds: 42, locked: false });
  expect(await setUp({ state: 'locked' }).power.readIdle()).toEqual({ kind: 'idle', seconds: 42, locked: true });
});

it('asks elsewhere where Electron would answer 0 for ever', async () => {
  expect(await setUp({ idleIsReliable: false }).power.readIdle()).toEqual({
    kind: 'unavailable',
    reason: 'no session',
  });
  const other: IdleReading = { kind: 'idle', seconds: 7, locked: false };
  const { power } = setUp({ idleIsReliable: false, state: 'locked', other });
  expect(await power.readIdle()).toEqual({ kind: 'idle', seconds: 7, locked: true });
});

it('tells power events by the names of the recorder, until stopped', () => {
  const { monitor, power } = setUp();
  const heard = vi.fn<(event: PowerEvent) => void>();
  const stop = power.onEvent(heard);
  for (const name of ['suspend', 'lock-screen', 'unlock-screen', 'user-did-resign-active', 'on-battery', 'shutdown']) {
    monitor.emit(name);
  }
  expect(heard.mock.calls.flat()).toEqual(['suspend', 'lock', 'unlock', 'session-resign', 'shutdown']);
  void stop();
  monitor.emit('resume');
  expect(heard).toHaveBeenCalledTimes(5);
});
