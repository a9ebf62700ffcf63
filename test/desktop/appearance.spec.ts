import { type Page, expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { picture } from './pictures.ts';

/** Whether the page fits its window, so that nothing is cut off at its right. */
function overflow(page: Page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test('demo data is marked as such and fits its windows, light and dark', async ({ start }, testInfo) => {
  const app = await start({ args: ['--demo', '--show', 'overview'] });
  const overview = await app.overview.page();
  await expect(overview.getByTestId('demo-banner')).toBeVisible();
  await expect(overview.locator('.recharts-surface').first()).toBeVisible();
  await app.clickTray();
  const popover = await app.popover.page();
  await expect(popover.getByTestId('demo-banner')).toBeVisible();
  await expect(popover.getByTestId('cost-today')).toContainText('$');
  for (const theme of ['light', 'dark'] as const) {
    for (const page of [overview, popover]) await page.emulateMedia({ colorScheme: theme });
    await picture(overview, `overview-${theme}`, testInfo);
    await picture(popover, `popover-${theme}`, testInfo);
  }
  expect([await overflow(overview), await overflow(popover)]).toEqual([0, 0]);
});

test('a first start explains what will appear', async ({ start }, testInfo) => {
  const app = await start({ args: ['--show', 'overview'] });
  const overview = await app.overview.page();
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording');
  await expect(overview.getByTestId('tile-active')).toContainText('0 min');
  await picture(overview, 'overview-empty', testInfo);
  await app.clickTray();
  const popover = await app.popover.page();
  await expect(await app.popover.today()).toContainText(/apps appear here/i);
  await expect(popover.getByTestId('failing')).toContainText('Nothing has failed today');
  await picture(popover, 'popover-empty', testInfo);
});

test('a pause is plain to see in both windows', async ({ start }, testInfo) => {
  const app = await start({ args: ['--show', 'overview'] });
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording');
  await app.clickTray();
  await app.popover.pause('1h');
  await expect(await app.popover.state()).toHaveAttribute('data-state', 'paused');
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'paused');
  await picture(await app.popover.page(), 'popover-paused', testInfo);
  await picture(await app.overview.page(), 'overview-paused', testInfo);
});

test('the bar over a page fits the smallest window, paused and with dates of the person', async ({ start }) => {
  const app = await start({ args: ['--show', 'overview'] });
  const overview = await app.overview.page();
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording');
  await app.electronApp.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) if (window.isVisible()) window.setSize(720, 480);
  });
  await expect.poll(() => overview.evaluate(() => window.innerWidth)).toBe(720);
  await overview.getByTestId('range-custom').click();
  await overview.getByTestId('range-from').fill('2025-11-20');
  await overview.getByTestId('range-to').fill('2025-12-20');
  await overview.getByTestId('range-show').click();
  const bar = overview.locator('.top-bar');
  const beyond = () => bar.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect([await beyond(), await overflow(overview)]).toEqual([0, 0]);
  await app.clickTray();
  await app.popover.pause('1h');
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'paused');
  expect([await beyond(), await overflow(overview)]).toEqual([0, 0]);
});

test('a database that cannot start is named with what to do, and can be tried again', async ({ start }, testInfo) => {
  const engine = { kind: 'executable', path: '/nowhere/clickhouse' };
  const app = await start({ settings: { engine }, args: ['--show', 'overview'] });
  const overview = await app.overview.page();
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'problem');
  await expect(overview.getByTestId('problem-banner')).toContainText('/nowhere/clickhouse');
  await expect(overview.getByTestId('retry-button')).toBeEnabled();
  await picture(overview, 'overview-failed', testInfo);
  await app.clickTray();
  await expect(await app.popover.problem()).toBeVisible();
  await picture(await app.popover.page(), 'popover-failed', testInfo);
});
