import { cpus, loadavg } from 'node:os';
import { type Page, expect } from '@playwright/test';
import { test } from '../desktop/fixtures.ts';
import { type HivebarApp } from '../desktop/hivebar-app.ts';

/** How a stretch of scrolling went. */
interface Frames {
  readonly framesPerSecond: number;
  readonly worstMs: number;
  /** How long a frame takes of which 99 % are shorter. */
  readonly p99Ms: number;
}

const scrollMs = 6_000;

/** Tells how many milliseconds of a processor the window's own thread has had: other programs change little of it. */
async function workClock(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
}

/** Scrolls, and says how the frames were and how much work each took. */
async function measure(page: Page, by: 'nothing' | 'wheel' | 'bar'): Promise<Frames & { workMs: number }> {
  const worked = await workClock(page);
  const before = await worked();
  const frames = await scroll(page, by);
  return { ...frames, workMs: ((await worked()) - before) / ((frames.framesPerSecond * scrollMs) / 1_000) };
}

/** Scrolls on every frame, by the wheel or by the bar, and counts the frames. */
function scroll(page: Page, by: 'nothing' | 'wheel' | 'bar'): Promise<Frames> {
  return page.evaluate(
    ([way, lengthMs]) =>
      new Promise<Frames>((settle) => {
        const grid = document.querySelector<HTMLElement>('[data-testid="grid"]');
        const times: number[] = [];
        const begin = performance.now();
        function frame(now: number): void {
          times.push(now);
          const share = (now - begin) / lengthMs;
          if (share >= 1) {
            if (way === 'bar' && grid !== null) grid.scrollTop = grid.scrollHeight;
            const gaps = times
              .slice(1)
              .map((time, index) => time - (times[index] ?? 0))
              .sort((a, b) => a - b);
            settle({
              framesPerSecond: ((times.length - 1) * 1_000) / (now - (times[0] ?? now)),
              worstMs: gaps.at(-1) ?? 0,
              p99Ms: gaps[Math.floor(gaps.length * 0.99)] ?? 0,
            });
            return;
          }
          if (way === 'wheel')
            grid?.dispatchEvent(new WheelEvent('wheel', { deltaY: 120, cancelable: true, bubbles: true }));
          if (way === 'bar' && grid !== null) grid.scrollTop = share * grid.scrollHeight;
          requestAnimationFrame(frame);
        }
        requestAnimationFrame(frame);
      }),
    [by, scrollMs] as const,
  );
}

/** What the process of the window keeps in memory. */
async function memoryMb(app: HivebarApp, page: Page): Promise<{ process: number; heap: number }> {
  const process = await app.electronApp.evaluate(({ app: electron, BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().includes('/overview.html'),
    );
    const pid = window?.webContents.getOSProcessId();
    return (electron.getAppMetrics().find((metric) => metric.pid === pid)?.memory.workingSetSize ?? 0) / 1_024;
  });
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize / 1_048_576,
  );
  return { process, heap };
}

test('a result of a million rows is scrolled', async ({ start }) => {
  const app = await start({ args: ['--show', 'overview'] });
  const page = await app.console.open();
  const before = await memoryMb(app, page);
  await app.console.write(
    "SELECT number AS n, toString(cityHash64(number)) AS hash, now64(3) AS t, [n, n + 1] AS list, if(n % 3 = 0, NULL, 'text ' || n) AS words, n / 7 AS f FROM numbers(1000000)",
  );
  await page.getByTestId('run').click();
  await expect(page.getByTestId('run-words')).toContainText('1,000,000 rows in', { timeout: 120_000 });
  await expect(await app.console.cell(0, 0)).toHaveText('0');
  const load = loadavg()[0] ?? 0;
  const figures = {
    rest: await measure(page, 'nothing'),
    wheel: await measure(page, 'wheel'),
    bar: await measure(page, 'bar'),
  };
  await expect(await app.console.cell(999_999, 0)).toHaveText('999999');
  const after = await memoryMb(app, page);
  const line = (name: string, { framesPerSecond, p99Ms, worstMs, workMs: work }: Frames & { workMs: number }) =>
    `${name.padEnd(44)}${framesPerSecond.toFixed(1).padStart(6)} frames/s, 99 % within ${p99Ms.toFixed(1)} ms, worst ${worstMs.toFixed(1)} ms; ${work.toFixed(1)} ms of work each`;
  console.log(
    [
      `${cpus()[0]?.model.trim() ?? ''}, ${cpus().length} cores, load ${load.toFixed(2)}; ${await app.electronApp.evaluate(() => `Electron ${process.versions.electron}`)}`,
      line('nothing moves', figures.rest),
      line('the wheel turns, 120 pixels a frame', figures.wheel),
      line('the bar is dragged from end to end', figures.bar),
      `renderer, before ${before.process.toFixed(0)} MB, after ${after.process.toFixed(0)} MB; heap of scripts ${after.heap.toFixed(0)} MB`,
    ].join('\n'),
  );
});
