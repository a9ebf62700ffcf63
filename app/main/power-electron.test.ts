import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { PowerEvent } from '../core/host.ts';
import { electronPower } from './power-electron.ts';

function setUp(state = 'active') {
  const monitor = Object.assign(new EventEmitter(), {
    getSystemIdleTime: () => 42,
    getSystemIdleState: () => state,
  });
  return { monitor, power: electronPower(monitor as never) };
}

it('reads idle time and lock from Electron', async () => {
  expect(await setUp().power.readIdle()).toEqual({ kind: 'idle', seconds: 42, locked: false });
  expect(await setUp('locked').power.readIdle()).toEqual({ kind: 'idle', seconds: 42, locked: true });
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
