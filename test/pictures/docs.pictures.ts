import { resolve } from 'node:path';
import { type Page, expect } from '@playwright/test';
import { test } from '../desktop/fixtures.ts';

const images = resolve(__dirname, '../../docs/images');
const filledMs = 60_000;

/** Somewhere it is late in the afternoon now, when a day of the demo has most to show. */
const timeZone = ['Pacific/Auckland', 'Asia/Tokyo', 'Asia/Kolkata', 'Europe/Berlin', 'America/New_York']
  .map((zone) => ({ zone, hour: hourIn(zone) }))
  .sort((a, b) => Math.abs(a.hour - 17) - Math.abs(b.hour - 17))[0]?.zone;

function hourIn(timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format());
}

async function take(page: Page, name: string): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${images}/${name}-${colorScheme}.png` });
  }
}

test('pages, console and popover, with the data of the demo', async ({ start }) => {
  const app = await start({ args: ['--demo', '--show', 'overview'], timeZone });
  const page = await app.overview.page();
  await expect(page.getByTestId('tile-cost')).toContainText('$', { timeout: filledMs });
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  await take(page, 'overview');
  for (const place of ['timeline', 'agents', 'errors', 'sources', 'settings']) {
    await page.getByTestId(`go-${place}`).click();
    await expect(page.getByTestId(`page-${place}`)).toBeVisible();
    await take(page, place);
  }

  await app.console.open();
  await app.console.write(
    [
      '-- Which tool costs most time, and how often does it fail?',
      'SELECT tool_name, count() AS calls, sum(dur_us) / 1e6 AS seconds,',
      '  round(100 * countIf(ok = 0) / calls, 1) AS failed_percent',
      'FROM hive.tool_calls GROUP BY tool_name ORDER BY seconds DESC',
    ].join('\n'),
  );
  await app.console.run();
  await expect(await app.console.cell(0, 0)).toBeVisible();
  await take(page, 'console');

  await app.clickTray();
  const popover = await app.popover.page();
  await expect(popover.getByTestId('cost-today')).toContainText('$');
  await take(popover, 'popover');
});
