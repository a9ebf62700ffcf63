import { Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { openTerminal } from './terminal.ts';

function sink(onWrite: (done: (error?: Error) => void) => void, facts: { isTTY?: boolean } = {}): Writable {
  const stream = new Writable({ highWaterMark: 4, write: (_, __, done) => onWrite(done) });
  return Object.assign(stream, facts);
}

describe('a terminal', () => {
  it('settles a print only when a slow reader has room again', async () => {
    let release: () => void = () => undefined;
    const output = sink((done) => {
      release = done;
    });
    const terminal = openTerminal(
      output,
      sink((done) => done()),
      {},
      () => undefined,
    );
    let settled = false;
    const printed = terminal.print('longer than four').then(() => {
      settled = true;
    });
    await Promise.resolve();
    expect(settled).toBe(false);
    release();
    await printed;
    expect(settled).toBe(true);
  });

  it('treats a reader that went away as the end of the work, once', async () => {
    const gone = vi.fn();
    const output = sink((done) => done(Object.assign(new Error('broken pipe'), { code: 'EPIPE' })));
    const terminal = openTerminal(
      output,
      sink((done) => done()),
      {},
      gone,
    );
    await terminal.print('longer than four');
    await terminal.print('more');
    expect(gone).toHaveBeenCalledTimes(1);
  });

  it('paints only where colours show and nobody forbade them', () => {
    const done = (settle: (error?: Error) => void) => settle();
    const painted = (isTTY: boolean, environment: Record<string, string>) =>
      openTerminal(sink(done, { isTTY }), sink(done), environment, () => undefined).paint('red', 'x');
    expect(painted(true, {})).toBe('\u001b[31mx\u001b[39m');
    expect(painted(false, {})).toBe('x');
    expect(painted(true, { NO_COLOR: '1' })).toBe('x');
    expect(painted(true, { TERM: 'dumb' })).toBe('x');
  });
});
