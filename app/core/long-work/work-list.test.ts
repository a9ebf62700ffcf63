import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../sources/testing/fake-clock.ts';
import { createWorkList } from './work-list.ts';

const backup = { kind: 'backup', title: 'Backup', unit: 'bytes', message: 'Copying.' } as const;

function setUp() {
  const work = createWorkList(new FakeClock(1_000));
  const seen = vi.fn();
  const stop = work.onChange(seen);
  return { work, seen, stop };
}

describe('the list of long work', () => {
  it('tells how far something is until it has ended, and nothing after', () => {
    const { work, seen } = setUp();
    const item = work.begin(backup);
    item.update({ done: 3, total: 10 });
    item.finish('10 bytes are safe.');
    item.update({ done: 4 });
    item.fail('never heard');
    expect(seen).toHaveBeenCalledTimes(3);
    expect(work.items()).toEqual([
      {
        ...{ id: item.id, kind: 'backup', title: 'Backup', unit: 'bytes' },
        ...{ state: 'done', done: 10, total: 10, message: '10 bytes are safe.', canCancel: false },
        ...{ startedMs: 1_000, endedMs: 1_000 },
      },
    ]);
  });

  it('cancels once, and only what can be cancelled', () => {
    const { work } = setUp();
    const cancel = vi.fn();
    const item = work.begin({ ...backup, cancel });
    const fixed = work.begin(backup);
    work.cancel(item.id);
    work.cancel(item.id);
    work.cancel(fixed.id);
    work.cancel('unknown');
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(work.items().map(({ canCancel, state }) => [canCancel, state])).toEqual([
      [false, 'running'],
      [false, 'running'],
    ]);
    item.cancelled('Ended on request.');
    expect(work.items()[0]).toMatchObject({ state: 'cancelled', message: 'Ended on request.', done: 0 });
  });

  it('keeps what runs when it is dismissed, and lets go of the oldest that has ended', () => {
    const { work, stop, seen } = setUp();
    const running = work.begin(backup);
    work.dismiss(running.id);
    const ended = Array.from({ length: 8 }, () => work.begin(backup));
    for (const item of ended) item.fail('No space.');
    expect(work.items().map(({ id }) => id)).toEqual([running, ...ended.slice(2)].map(({ id }) => id));
    void stop();
    seen.mockClear();
    work.dismiss(ended[7]?.id ?? '');
    expect(work.items()).toHaveLength(6);
    expect(seen).not.toHaveBeenCalled();
  });
});
