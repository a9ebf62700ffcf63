import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeDesk } from '../testing/fake-desk.ts';
import { startWindowSource } from './window-source.ts';

function start({ announcesChanges = true, readTakesMs = 0 } = {}) {
  const clock = new FakeClock('2026-03-02T09:00:00Z');
  const desk = new FakeDesk(clock, announcesChanges);
  const readings: number[] = [];
  let attempts = 0;
  const source = startWindowSource({
    clock,
    log: () => undefined,
    pollMs: 5_000,
    observed: (atMs) => readings.push(atMs - Date.parse('2026-03-02T09:00:00Z')),
    backend: {
      ...desk.backend,
      open: async (changed) => {
        const opened = await desk.backend.open(changed);
        if (!opened.ok) return opened;
        const windows = opened.value;
        const slowRead: typeof windows.read = async () => {
          attempts += 1;
          const result = await windows.read();
          if (readTakesMs > 0) await new Promise<void>((resolve) => clock.after(readTakesMs, resolve));
          return result;
        };
        return { ok: true, value: { ...windows, read: slowRead } };
      },
    },
  });
  return { clock, desk, source, readings, attempts: () => attempts };
}

describe('reading the active window', () => {
  it('follows announced changes at once and looks every five seconds otherwise', async () => {
    const { clock, desk, readings } = start();
    await clock.advance(7_000);
    desk.focus({ app: 'Editor' });
    await clock.advance(1_000);
    expect(readings).toEqual([0, 5_000, 7_000]);
  });

  it('takes a burst of changes for one, five times a second at most', async () => {
    const { clock, desk, attempts } = start();
    await clock.advance(1_000);
    const before = attempts();
    for (let frame = 0; frame < 60; frame += 1) {
      desk.focus({ app: 'Terminal', title: String(frame) });
      await clock.advance(16);
    }
    expect(attempts() - before).toBeLessThanOrEqual(6);
  });

  it('rests a hundred times as long as a reading takes, where each costs a process', async () => {
    const { clock, readings } = start({ announcesChanges: false, readTakesMs: 20 });
    await clock.advance(6_000);
    expect(readings).toEqual([0, 2_020, 4_040]);
  });

  it('tries a failed reading again after growing pauses of at most a minute', async () => {
    const { clock, desk, source, attempts } = start();
    desk.windowProblem = { message: 'Gone.', retry: true };
    await clock.advance(1_000);
    const pauses: number[] = [];
    for (let last = attempts(), waited = 0; pauses.length < 8;) {
      await clock.advance(1_000);
      waited += 1;
      if (attempts() === last) continue;
      pauses.push(waited);
      last = attempts();
      waited = 0;
    }
    expect(pauses.slice(-3)).toEqual([60, 60, 60]);
    expect(pauses.slice(0, 3)).toEqual([...pauses.slice(0, 3)].sort((a, b) => a - b));
    expect(source.health()).toMatchObject({ state: 'failing', message: 'Gone. Tried again within 60 s.' });
  });

  it('gives up on what trying again cannot change, until it is told to try', async () => {
    const { clock, desk, source, attempts } = start();
    desk.windowProblem = { message: 'Missing.', retry: false };
    await clock.advance(600_000);
    expect([attempts(), source.health().state]).toEqual([1, 'unavailable']);
    desk.windowProblem = undefined;
    source.retry();
    await clock.advance(1);
    expect([attempts(), source.health().state]).toEqual([2, 'ok']);
  });

  it('gives up a reading that does not end', async () => {
    const { clock, source } = start({ readTakesMs: 3_600_000 });
    await clock.advance(10_000);
    expect(source.health()).toMatchObject({ state: 'failing' });
  });

  it('reads nothing while it is not wanted and at once when it is again', async () => {
    const { clock, source, readings } = start();
    await clock.advance(1_000);
    source.setWanted(false);
    await clock.advance(60_000);
    expect(readings).toEqual([0]);
    source.setWanted(true);
    await clock.advance(1);
    expect(readings).toEqual([0, 61_000]);
  });
});
