import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { awaitStopRequest } from './stop-request.ts';

function signalSource() {
  const emitter = new EventEmitter();
  return Object.assign(emitter, { exit: vi.fn<(code: number) => void>() });
}

describe('a request to stop', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('is %s', async (signal) => {
    const signals = signalSource();
    const request = awaitStopRequest(signals, undefined);
    signals.emit(signal);
    expect(await request.asked).toBe('asked');
    expect(signals.exit).not.toHaveBeenCalled();
  });

  it('is the end of standard input, once that was asked for', async () => {
    const input = new PassThrough();
    const request = awaitStopRequest(signalSource(), input);
    input.end('ignored');
    expect(await request.asked).toBe('asked');
  });

  it('is obeyed at once when it comes a second time', () => {
    const signals = signalSource();
    awaitStopRequest(signals, undefined);
    signals.emit('SIGINT');
    signals.emit('SIGINT');
    expect(signals.exit).toHaveBeenCalledWith(1);
  });

  it('leaves no listener behind', async () => {
    const signals = signalSource();
    await awaitStopRequest(signals, undefined).stopListening();
    expect(signals.eventNames()).toEqual([]);
  });
});
