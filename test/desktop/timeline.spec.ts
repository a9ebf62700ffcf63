import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { Timeline } from './timeline-page.ts';
import { pictures } from './pictures.ts';

const windowsY = 55;

test('a day is drawn, looked at closely, stepped through and read as a table', async ({ start }, testInfo) => {
  const app = await start({ args: ['--demo', '--show', 'overview'] });
  const timeline = await Timeline.open(await app.overview.page());
  const { page, chart } = timeline;
  await expect(page.getByTestId('now-marker')).toBeVisible();
  // There is always work today, soon after midnight only some seconds; ground and grid are two colours.
  await expect.poll(() => timeline.coloursAt(windowsY)).toBeGreaterThan(2);
  await pictures(page, 'timeline-today', testInfo);
  const dayMs = await timeline.shownMs();
  expect(dayMs).toBe(86_400_000);

  await timeline.press('ArrowRight');
  await expect(timeline.details).toHaveAttribute('data-lane', 'windows');
  await timeline.press('ArrowDown');
  await expect(timeline.details).toHaveAttribute('data-lane', 'presence');
  await timeline.press('Enter');
  await expect.poll(() => timeline.shownMs()).toBeLessThan(dayMs);
  await timeline.press('0');
  expect(await timeline.shownMs()).toBe(dayMs);

  await timeline.zoomAt(0.5);
  await expect.poll(() => timeline.shownMs()).toBeLessThan(dayMs);
  await page.getByTestId('zoom-whole').click();
  const range = await timeline.dragOver(0.25, 0.5);
  expect(Math.abs(range.toMs - range.fromMs - dayMs / 4)).toBeLessThan(dayMs / 100);
  await pictures(page, 'timeline-range', testInfo);

  await page.getByRole('button', { name: 'Show the day as a table' }).click();
  await page.getByTestId('lane-presence').click();
  await expect(page.getByTestId('timeline-table').getByRole('row').nth(1)).toBeVisible();
  await pictures(page, 'timeline-table', testInfo);
  await page.getByRole('button', { name: 'Show the day as a chart' }).click();
  await page.getByTestId('day-input').fill('2020-02-29');
  await expect(page.getByTestId('timeline-empty')).toContainText('did not run on this day');
  await pictures(page, 'timeline-empty', testInfo);
  await expect(chart).toHaveCount(0);
});

test('a window that was recorded is seen on the timeline, forgotten, and proven gone', async ({
  start,
  display,
}, testInfo) => {
  const app = await start({ args: ['--show', 'overview'] });
  const page = await app.overview.page();
  const terminal = await display.openTerminal('a secret of mine');
  await terminal.focus();
  await expect.poll(async () => (await app.status()).current?.title).toBe('a secret of mine');
  const name = (await app.status()).current?.app ?? '';
  const timeline = await Timeline.open(page);
  await page.getByTestId('forget-quick').click();
  await page.getByTestId('forget-quick-10min').click();
  const dialog = page.getByTestId('forget-dialog');
  // Counting hands over what is open, so that it is stored and can be deleted.
  await expect(dialog).toHaveAttribute('data-step', 'asking');
  await page.getByTestId('forget-close').click();
  const stored = `SELECT count() AS rows FROM seq.context WHERE window_title LIKE '%secret%'`;
  expect(Number((await app.query(stored))[0]?.['rows'])).toBeGreaterThan(0);

  await page.getByTestId('refresh').click();
  // The rows come a moment after the refresh; until then there is nothing to step to.
  await expect(async () => {
    await timeline.press('ArrowRight');
    await expect(timeline.details).toContainText(name, { timeout: 500 });
  }).toPass();
  // The terminal is closed first: what is recorded later is no part of what is forgotten.
  await terminal.close();
  await page.getByTestId('forget-app').click();
  await expect(dialog).toHaveAttribute('data-step', 'asking');
  await pictures(page, 'forget-asking', testInfo);
  await page.getByTestId('forget-agree').click();
  await expect(page.getByTestId('forget-proof')).toHaveAttribute('data-left', '0');
  await pictures(page, 'forget-proof', testInfo);
  await page.getByTestId('forget-close').click();
  await expect(dialog).toHaveCount(0);
  const counts = await app.query(`
    SELECT (SELECT count() FROM seq.context WHERE app = '${name}') AS windows,
      (SELECT count() FROM seq.mem_events WHERE app = '${name}') AS notes,
      (SELECT count() FROM seq.app_minutes_daily WHERE app = '${name}') AS sums`);
  expect(counts.map((row) => Object.values(row).map(Number))).toEqual([[0, 0, 0]]);
});
