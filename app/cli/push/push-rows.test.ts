import { describe, expect, it, vi } from 'vitest';
import { fail, ok } from '../../contract/result.ts';
import type { Line } from './json-lines.ts';
import { type PushOptions, type PushTarget, type Refusal, pushLines } from './push-rows.ts';

/** All but the first two lines come in one piece. */
async function* linesOf(...texts: string[]): AsyncGenerator<readonly Line[]> {
  const lines = texts.map((text, at) => ({ number: at + 1, text: ok(text) }));
  yield await Promise.resolve(lines.slice(0, 1));
  yield await Promise.resolve(lines.slice(1, 2));
  yield await Promise.resolve(lines.slice(2));
}

/** A writer with room for `room` rows, of which a flush that works makes room again. */
function fakeTarget(room: number) {
  const stored: unknown[] = [];
  const waiting: unknown[] = [];
  const server = { answers: true };
  const target: PushTarget = {
    push: (rows) =>
      rows.flatMap((row, index): Refusal[] => {
        if ('wrong' in row) return [{ index, kind: 'rejected', message: 'unknown column wrong' }];
        if (waiting.length >= room) return [{ index, kind: 'later', message: 'full' }];
        waiting.push(row);
        return [];
      }),
    acknowledgedRows: () => stored.length,
    flush: () => {
      if (!server.answers) return Promise.resolve(fail('no connection to the server'));
      stored.push(...waiting.splice(0));
      return Promise.resolve(ok(undefined));
    },
  };
  return { target, stored, server };
}

function optionsWith(changes: Partial<PushOptions> = {}): PushOptions & { onRefused: ReturnType<typeof vi.fn> } {
  let now = 0;
  return {
    onRefused: vi.fn(),
    onProgress: () => undefined,
    monotonicMs: () => now,
    pause: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    patienceMs: 10_000,
    ...changes,
  } as PushOptions & { onRefused: ReturnType<typeof vi.fn> };
}

describe('pushing lines', () => {
  it('stores the lines that fit and reports the others with number and reason', async () => {
    const { target, stored } = fakeTarget(10);
    const options = optionsWith();
    const end = await pushLines(linesOf('{"a":1}', 'broken', '{"wrong":1}', '{"a":4}'), target, options);
    expect(end).toEqual({ accepted: 2, refused: 2 });
    expect(stored).toEqual([{ a: 1 }, { a: 4 }]);
    expect(options.onRefused.mock.calls).toEqual([
      [{ line: 2, reason: 'broken JSON (at an unexpected character)' }],
      [{ line: 3, reason: 'unknown column wrong' }],
    ]);
  });

  it('waits for room instead of losing rows or holding all of them', async () => {
    const { target, stored } = fakeTarget(2);
    const lines = Array.from({ length: 9 }, (_, at) => `{"a":${at}}`);
    expect(await pushLines(linesOf(...lines), target, optionsWith())).toEqual({ accepted: 9, refused: 0 });
    expect(stored).toHaveLength(9);
  });

  it('outlasts a server that is away for less than its patience', async () => {
    const { target, stored, server } = fakeTarget(1);
    server.answers = false;
    let pauses = 0;
    const options = optionsWith();
    const pause = (ms: number): Promise<void> => {
      pauses += 1;
      if (pauses === 20) server.answers = true;
      return options.pause(ms);
    };
    const end = await pushLines(linesOf('{"a":1}', '{"a":2}'), target, { ...options, pause });
    expect(end).toEqual({ accepted: 2, refused: 0 });
    expect(stored).toHaveLength(2);
  });

  it('gives up when nothing moves for longer, and tells how many rows are not certain', async () => {
    const { target, server } = fakeTarget(2);
    server.answers = false;
    const end = await pushLines(linesOf('{"a":1}', '{"a":2}', '{"a":3}'), target, optionsWith());
    expect(end).toEqual({
      accepted: 2,
      refused: 0,
      problem: { message: 'no connection to the server', unacknowledged: 2 },
    });
  });
});
