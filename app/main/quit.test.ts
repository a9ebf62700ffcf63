import { describe, expect, it, vi } from 'vitest';
import type { Clock } from '../core/host.ts';
import { quitCleanly } from './quit.ts';

function setUp(stopAll: () => Promise<void>) {
  const exit = vi.fn<(status: number) => void>();
  const log = vi.fn();
  let fire: () => void = () => undefined;
  let beforeQuit: (event: { preventDefault: () => void }) => void = () => undefined;
  const clock = {
    after: (_delayMs: number, due: () => void) => {
      fire = due;
      return () => undefined;
    },
  } as unknown as Clock;
  const app = {
    exit,
    on: (_name: string, listener: typeof beforeQuit) => {
      beforeQuit = listener;
    },
  };
  const quitting = quitCleanly(app as never, { stopAll, clock, log });
  const pressQuit = () => {
    const preventDefault = vi.fn();
    beforeQuit({ preventDefault });
    return preventDefault.mock.calls.length === 1 ? 'held back' : 'let go';
  };
  return { quitting, exit, log, pressQuit, timeIsUp: () => fire() };
}

describe('quitting', () => {
  it('waits for the recorder, however often it is asked', async () => {
    let stopped: () => void = () => undefined;
    const stopAll = vi.fn(() => new Promise<void>((settle) => (stopped = settle)));
    const { pressQuit, exit } = setUp(stopAll);
    expect([pressQuit(), pressQuit()]).toEqual(['held back', 'held back']);
    expect(stopAll).toHaveBeenCalledTimes(1);
    expect(exit).not.toHaveBeenCalled();
    stopped();
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0));
  });

  it('leaves anyway when the recorder hangs, and says so', async () => {
    const { pressQuit, exit, log, timeIsUp } = setUp(() => new Promise(() => undefined));
    pressQuit();
    timeIsUp();
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0));
    expect(log).toHaveBeenCalledWith('error', expect.any(String), { problem: 'not stopped after 12000 ms' });
  });

  it('leaves with its status when the recorder fails to stop', async () => {
    const { quitting, exit, log } = setUp(() => Promise.reject(new Error('no answer')));
    quitting.quit(70);
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(70));
    expect(log).toHaveBeenCalledWith('error', expect.any(String), { problem: 'Error: no answer' });
  });

  it('does not hold up a machine that shuts down', () => {
    const stopAll = vi.fn(() => new Promise<void>(() => undefined));
    const { quitting, pressQuit } = setUp(stopAll);
    quitting.machineShutsDown();
    expect(pressQuit()).toBe('let go');
    expect(stopAll).toHaveBeenCalledTimes(1);
  });
});
