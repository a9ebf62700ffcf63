import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Display } from './display.ts';
import { test } from './fixtures.ts';
import type { HivebarApp } from './hivebar-app.ts';

/** Away after three seconds, so that a test need not wait three minutes. */
const impatient = { recording: { idleAfterMs: 3_000, pollMs: 250 } };

/** Types into the window in front until the recorder has seen it there, under this title, for at least a second. */
async function workUntilSeen(app: HivebarApp, display: Display, title: string): Promise<void> {
  await expect(async () => {
    await display.pressKey('Shift_L');
    const { current, nowMs } = await app.status();
    expect(current?.title).toBe(title);
    expect(nowMs - (current?.sinceMs ?? nowMs)).toBeGreaterThan(1_000);
  }).toPass({ intervals: [100] });
}

async function untilAway(app: HivebarApp): Promise<void> {
  await expect.poll(async () => (await app.status()).current?.afk ?? true).toBe(true);
}

/** A row that begins on the full hour is the rest of one that was cut there; the app runs in UTC. */
const notCutByTheHour = 'ts_ms % 3600000 != 0';

/** What is in the table of the time at the keyboard: a title and the number of its segments. */
function workOn(app: HivebarApp) {
  return app.query(
    `SELECT window_title, countIf(${notCutByTheHour}) AS segments FROM seq.context
     WHERE app = 'XTerm' AND NOT afk GROUP BY ALL ORDER BY ALL`,
  );
}

test('minutes in a real window appear in the popover and in the table', async ({ start, display }) => {
  const app = await start({ settings: impatient });
  await expect.poll(async () => (await app.status()).overall).toBe('recording');

  const began = Date.now();
  const terminal = await display.openTerminal('Writing the report');
  await workUntilSeen(app, display, 'Writing the report');
  await terminal.retitle('Reading the mail');
  await workUntilSeen(app, display, 'Reading the mail');
  const workedMs = Date.now() - began;
  await untilAway(app);

  await expect
    .poll(() => workOn(app))
    .toEqual([
      { window_title: 'Reading the mail', segments: '1' },
      { window_title: 'Writing the report', segments: '1' },
    ]);
  const [recorded] = await app.query(
    `SELECT toFloat64(sum(dur_ms)) AS ms FROM seq.context WHERE app = 'XTerm' AND NOT afk`,
  );
  // Idle time does not count: recording ends at the last key, however long nobody came back.
  expect(recorded?.['ms']).toBeGreaterThan(2_000);
  expect(recorded?.['ms']).toBeLessThan(workedMs + 500);
  const [daily] = await app.query(
    `SELECT round(sum(minutes) * 60000) AS ms FROM seq.app_minutes_daily WHERE app = 'XTerm'`,
  );
  expect(daily?.['ms']).toBeCloseTo(Number(recorded?.['ms']), -1);
  await expect
    .poll(() => app.query(`SELECT state FROM seq.presence WHERE ${notCutByTheHour} ORDER BY ts_ms DESC LIMIT 1`))
    .toEqual([{ state: 'active' }]);

  await app.clickTray();
  await expect(await app.popover.today()).toContainText('XTerm');
  await expect(await app.popover.today()).toContainText('min');
  await terminal.close();
});

test('a pause counts down, survives a restart, records nothing, and ends when the person says so', async ({
  start,
  display,
}) => {
  const first = await start({ settings: impatient, args: ['--show', 'popover'] });
  await expect(await first.popover.state()).toHaveAttribute('data-state', 'recording');
  await first.popover.pause('15min');
  await expect(await first.popover.state()).toHaveAttribute('data-state', 'paused');
  await expect(await first.popover.countdown()).toHaveText(/^resumes in 1[45]:\d\d$/);
  await first.quit();

  const app = await start({ args: ['--show', 'popover'] });
  await expect(await app.popover.state()).toHaveAttribute('data-state', 'paused');
  await expect(await app.popover.countdown()).toHaveText(/^resumes in 1[34]:\d\d$/);
  const terminal = await display.openTerminal('Secret');
  await display.pressKey('Shift_L');
  await terminal.retitle('Still secret');
  await display.pressKey('Shift_L');
  expect((await app.status()).current).toBeNull();

  await app.clickTray();
  await app.popover.resume();
  await expect(await app.popover.state()).toHaveAttribute('data-state', 'recording');
  await terminal.retitle('Public');
  await terminal.focus();
  await workUntilSeen(app, display, 'Public');
  await untilAway(app);
  await expect.poll(() => workOn(app)).toEqual([{ window_title: 'Public', segments: '1' }]);
  await terminal.close();
});

test('when ClickHouse is killed the windows say so, it comes back, and no row is lost or doubled', async ({
  start,
  display,
}) => {
  const app = await start({ settings: impatient, args: ['--show', 'overview'] });
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording');
  const terminal = await display.openTerminal('Before');
  await workUntilSeen(app, display, 'Before');

  const shown = await app.overview.collectStates();
  process.kill(await app.clickHousePid(), 'SIGKILL');
  // The row of the first title is written while there is nobody to take it.
  await terminal.retitle('During');
  await workUntilSeen(app, display, 'During');
  await expect.poll(async () => (await app.status()).overall, { timeout: 30_000 }).toBe('recording');
  await terminal.retitle('After');
  await workUntilSeen(app, display, 'After');
  await untilAway(app);

  await expect
    .poll(() => workOn(app))
    .toEqual([
      { window_title: 'After', segments: '1' },
      { window_title: 'Before', segments: '1' },
      { window_title: 'During', segments: '1' },
    ]);
  const states = await shown();
  expect(states.some((state) => state === 'problem' || state === 'starting')).toBe(true);
  expect(states.at(-1)).toBe('recording');
  await terminal.close();
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

test('quitting stores what was going on and ends ClickHouse', async ({ start, display }) => {
  const app = await start({ settings: impatient });
  const terminal = await display.openTerminal('Last words');
  await workUntilSeen(app, display, 'Last words');
  const clickHouse = await app.clickHousePid();
  await app.quit();
  expect(isRunning(clickHouse)).toBe(false);

  const next = await start();
  await expect.poll(async () => (await next.status()).database.state).toBe('ok');
  expect(await workOn(next)).toEqual([{ window_title: 'Last words', segments: '1' }]);
  await terminal.close();
});

test('an app that is killed leaves no ClickHouse behind and loses only its last seconds', async ({
  start,
  display,
  dataDir,
}) => {
  const app = await start({ settings: impatient });
  const terminal = await display.openTerminal('Doomed');
  await workUntilSeen(app, display, 'Doomed');
  // What is open is noted every few seconds; from the first note on a kill can lose no more than is younger than it.
  await expect(async () => {
    await display.pressKey('Shift_L');
    expect(await readFile(join(dataDir, 'open-segment.jsonl'), 'utf8')).toContain('Doomed');
  }).toPass({ intervals: [100] });
  const clickHouse = await app.clickHousePid();
  await app.kill();
  await terminal.close();
  await expect.poll(() => isRunning(clickHouse)).toBe(false);

  const next = await start();
  await expect.poll(async () => (await next.status()).overall).toBe('recording');
  await expect.poll(() => workOn(next)).toEqual([{ window_title: 'Doomed', segments: '1' }]);
});
