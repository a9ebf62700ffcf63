import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordingState } from '../contract/health.ts';
import type { Clock } from './host.ts';
import { type Pause, openPause } from './pause.ts';

/** A clock that stands still until told; `tick` fires every periodic callback once. */
function stoppedClock(start: number) {
  let now = start;
  const ticks = new Set<() => void>();
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    timeZone: () => 'Europe/Berlin',
    every(_periodMs, tick) {
      ticks.add(tick);
      return () => void ticks.delete(tick);
    },
    after: () => () => undefined,
  };
  const moveTo = (ms: number) => {
    now = ms;
    for (const tick of ticks) tick();
  };
  return { clock, moveTo };
}

const noon = Date.parse('2026-11-21T11:00:00Z');
let dataDir: string;
let opened: Pause[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hivebar-pause-'));
});
afterEach(async () => {
  for (const pause of opened) await pause.stop();
  opened = [];
  await rm(dataDir, { recursive: true });
});

async function open(start: number, dayStartHour = 0) {
  const { clock, moveTo } = stoppedClock(start);
  const changes: RecordingState[] = [];
  const pause = await openPause({
    dataDir,
    clock,
    log: () => undefined,
    dayStartHour: () => dayStartHour,
    onChange: (state) => void changes.push(state),
  });
  opened.push(pause);
  return { pause, moveTo, changes };
}

describe('a pause', () => {
  it('records when nothing was ever stored', async () => {
    const { pause } = await open(noon);
    expect(pause.state()).toEqual({ kind: 'recording' });
  });

  it('outlives a restart and ends at the same moment', async () => {
    await (await open(noon)).pause.pause('1h');
    const { pause, moveTo, changes } = await open(noon + 59 * 60_000);
    expect(pause.state()).toEqual({ kind: 'paused', sinceMs: noon, untilMs: noon + 3_600_000 });
    moveTo(noon + 3_600_000);
    expect(pause.state()).toEqual({ kind: 'recording' });
    expect(changes).toEqual([{ kind: 'recording' }]);
  });

  it('until tomorrow ends at the next local midnight', async () => {
    const { pause } = await open(noon);
    await pause.pause('tomorrow');
    expect(pause.state()).toMatchObject({ untilMs: Date.parse('2026-11-21T23:00:00Z') });
  });

  it('until tomorrow ends when the person’s next day begins', async () => {
    const { pause } = await open(noon, 4);
    await pause.pause('tomorrow');
    expect(pause.state()).toMatchObject({ untilMs: Date.parse('2026-11-22T03:00:00Z') });
  });

  it('without an end waits for the person', async () => {
    const { pause, moveTo } = await open(noon);
    await pause.pause('indefinite');
    moveTo(noon + 400 * 86_400_000);
    expect(pause.state().kind).toBe('paused');
    await pause.resume();
    expect(pause.state().kind).toBe('recording');
  });

  it('holds when its file is damaged, because the person may have asked for it', async () => {
    await writeFile(join(dataDir, 'pause.json'), '{"version":1,"sta');
    const { pause } = await open(noon);
    expect(pause.state()).toMatchObject({ kind: 'paused', untilMs: null });
  });

  it('is stored as the last change left it, however fast they follow', async () => {
    const { pause } = await open(noon);
    await Promise.all([pause.pause('1h'), pause.resume(), pause.pause('indefinite')]);
    expect((await open(noon)).pause.state()).toMatchObject({ kind: 'paused', untilMs: null });
  });

  it('is stored so that nobody else reads it', async () => {
    const { pause } = await open(noon);
    await pause.pause('15min');
    expect((await stat(join(dataDir, 'pause.json'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(join(dataDir, 'pause.json'), 'utf8'))).toMatchObject({ version: 1 });
  });
});
