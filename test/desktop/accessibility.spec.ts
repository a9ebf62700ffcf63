import { expect } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { test } from './fixtures.ts';

test('every page, menu and dialog follows WCAG 2.1 AA, light and dark', async ({ start }) => {
  const app = await start({ args: ['--demo', '--show', 'overview'] });
  const page = await app.overview.page();
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording');
  const places = page.locator('nav button[data-testid^="go-"]');
  await expect(places.first()).toBeVisible();

  // All that are there, so that a new page is looked at without being named here.
  for (const place of await places.all()) {
    const name = (await place.getAttribute('data-testid'))?.replace(/^go-/, '') ?? '';
    await place.click();
    await expect(page.getByTestId(`page-${name}`)).toBeVisible();
    await expectAccessible(page, `the page ${name}`);
  }

  await page.getByTestId('go-search').click();
  await page.getByTestId('search-field').fill('apples cinnamon');
  await expect(page.getByTestId('search-row').first()).toBeVisible();
  await expectAccessible(page, 'what a search found');

  await page.getByTestId('go-overview').click();
  await page.getByTestId('range-custom').click();
  await expect(page.getByTestId('range-from')).toBeVisible();
  await expectAccessible(page, 'the dates of a range');
  await page.keyboard.press('Escape');
  await page.getByTestId('pause-button').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'the menu of the pause');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByTestId('shortcuts')).toBeVisible();
  await expectAccessible(page, 'the list of shortcuts');

  await app.clickTray();
  const popover = await app.popover.page();
  await expect(popover.getByTestId('cost-today')).toContainText('$');
  await expectAccessible(popover, 'the popover');
  await popover.getByTestId('pause-button').click();
  await expect(popover.getByRole('menu')).toBeVisible();
  await expectAccessible(popover, 'the menu of the popover');
});
