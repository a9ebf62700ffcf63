import { describe, expect, it, vi } from 'vitest';
import type { Backup } from '../../contract/backup.ts';
import { fail, ok } from '../../contract/result.ts';
import { silentLog } from '../database/testing.ts';
import { FakeClock } from '../sources/testing/fake-clock.ts';
import { backupNameAt } from './backup-folder.ts';
import { scheduleBackups } from './backup-schedule.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A schedule over backups that succeed at once, or fail while the test says so. */
function setUp(schedule: 'off' | 'daily') {
  const clock = new FakeClock('2026-05-20T08:00:00Z');
  const made: Backup[] = [];
  let works = true;
  const create = vi.fn((full: boolean) => {
    if (!works) return fail('There is no space.');
    const kind = full ? 'full' : 'changes';
    const atMs = clock.now();
    made.unshift({ name: backupNameAt(atMs, kind), kind, base: null, atMs, bytes: 1, state: 'complete' });
    return ok({ workId: 'one', ended: Promise.resolve(ok({})) });
  });
  const stop = scheduleBackups(
    {
      settings: () => ({ schedule, keepFull: 3 }),
      report: () =>
        Promise.resolve(
          ok({ folder: '/b', folderFromNextStart: null, schedule, keepFull: 3, backups: [...made], sideDatabases: [] }),
        ),
      create,
    },
    { clock, log: silentLog },
  );
  return { clock, create, made, stop, setWorks: (now: boolean) => void (works = now) };
}

describe('scheduled backups', () => {
  it('are made once a day, and once a week of everything', async () => {
    const { clock, made, stop } = setUp('daily');
    await clock.advance(15 * dayMs);
    const kinds = made.map(({ kind }) => kind).toReversed();
    expect(kinds).toHaveLength(15);
    expect(kinds.flatMap((kind, day) => (kind === 'full' ? [day] : []))).toEqual([0, 7, 14]);
    await stop();
    await clock.advance(2 * dayMs);
    expect(made).toHaveLength(15);
  });

  it('are tried again an hour after one that failed', async () => {
    const { clock, create, made, setWorks } = setUp('daily');
    setWorks(false);
    await clock.advance(5 * hourMs);
    expect(create.mock.calls.length).toBeGreaterThan(3);
    expect(create.mock.calls.length).toBeLessThan(7);
    setWorks(true);
    await clock.advance(dayMs);
    expect(made.length).toBeGreaterThan(0);
  });

  it('are made by nobody who has not asked for them', async () => {
    const { clock, create } = setUp('off');
    await clock.advance(3 * dayMs);
    expect(create).not.toHaveBeenCalled();
  });
});
