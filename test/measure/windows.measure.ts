import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { _electron, expect } from '@playwright/test';
import { childProcesses } from '../../app/core/bench/process-usage.ts';
import { appArguments, homeOf } from '../desktop/hivebar-app.ts';
import { test } from '../desktop/fixtures.ts';
import { printFigures } from './print-figures.ts';

const rounds = 5;
const restSeconds = 20;
const restRounds = 2;

test('how long after a warm start the first window is visible', async ({ electron, display, dataDir }) => {
  const visibleMs: number[] = [];
  // The first start makes the database; it is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const began = Date.now();
    const app = await _electron.launch({
      executablePath: electron,
      args: appArguments({ dataDir }, ['--show', 'overview']),
      env: { ...(process.env as Record<string, string>), DISPLAY: display.name, HOME: homeOf({ dataDir }) },
    });
    await expect
      .poll(
        () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible())),
        { intervals: [10] },
      )
      .toBe(true);
    if (round > 0) visibleMs.push(Date.now() - began);
    await app.close();
  }
  printFigures([
    { name: `warm start to the first visible window, median of ${rounds}`, values: visibleMs, unit: 'ms' },
  ]);
});

test('what hidden windows cost', async ({ electron, display, dataDir }) => {
  // Without Playwright in it, which makes every page believe that it is seen.
  const app = spawn(electron, appArguments({ dataDir }, ['--show', 'none']), {
    env: { ...process.env, DISPLAY: display.name, HOME: homeOf({ dataDir }) },
    stdio: 'ignore',
  });
  const gone = once(app, 'exit');
  const pid = app.pid;
  if (pid === undefined) throw new Error('The app did not start.');
  await expect.poll(async () => (await pagesOf(pid)).length).toBeGreaterThan(0);
  const percent: number[] = [];
  let before = await cpuMs(pid);
  // The first reading is of the start and does not count.
  for (let round = 0; round <= restRounds; round += 1) {
    const began = Date.now();
    await expect
      .poll(() => Date.now() - began, { timeout: restSeconds * 2_000, intervals: [1_000] })
      .toBeGreaterThan(restSeconds * 1_000);
    const after = await cpuMs(pid);
    if (round > 0) percent.push(((after - before) * 100) / (Date.now() - began));
    before = after;
  }
  app.kill();
  await gone;
  printFigures([{ name: `CPU of the hidden page over ${restSeconds} s`, values: percent, unit: '% of a core' }]);
});

/** The processes that draw pages; Chromium starts them through a process of its own. */
async function pagesOf(app: number): Promise<number[]> {
  const parents = [app, ...(await childProcesses(app, '--type=zygote'))];
  return (await Promise.all(parents.map((parent) => childProcesses(parent, '--type=renderer')))).flat();
}

/**
 * Processor time of all pages so far, as the scheduler counts it. The ticks of /proc/PID/stat will not do: timers fire
 * with the tick, so that a page which wakes for a moment is charged a whole one.
 */
async function cpuMs(app: number): Promise<number> {
  const threads = await Promise.all(
    (await pagesOf(app)).map(async (page) => {
      const names = await readdir(`/proc/${page}/task`);
      return names.map((thread) => `/proc/${page}/task/${thread}/schedstat`);
    }),
  );
  const times = await Promise.all(threads.flat().map((file) => readFile(file, 'utf8').catch(() => '0')));
  return times.reduce((sum, time) => sum + Number(time.split(' ')[0]) / 1e6, 0);
}
