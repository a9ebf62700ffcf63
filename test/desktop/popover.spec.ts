import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { sendApiRequest } from './claude-code-session.ts';
import { test } from './fixtures.ts';
import type { HivebarApp } from './hivebar-app.ts';
import { pictures } from './pictures.ts';

interface SeenNotice {
  readonly title: string;
  readonly body: string;
}

/** A virtual screen has nothing that shows notifications: keeps them instead, and clicks the first when asked to. */
async function keepNotifications(app: HivebarApp) {
  await app.electronApp.evaluate(({ Notification }) => {
    const kept: Electron.Notification[] = [];
    Object.assign(globalThis, { keptNotifications: kept });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      kept.push(this);
    };
  });
  return {
    seen: (): Promise<readonly SeenNotice[]> =>
      app.electronApp.evaluate(() => {
        const { keptNotifications } = globalThis as unknown as { keptNotifications: Electron.Notification[] };
        return keptNotifications.map(({ title, body }) => ({ title, body }));
      }),
    click: () =>
      app.electronApp.evaluate(() => {
        const { keptNotifications } = globalThis as unknown as { keptNotifications: Electron.Notification[] };
        keptNotifications[0]?.emit('click');
      }),
  };
}

/** Opens the popover when it is hidden: a window that is not on the screen may never answer the mouse. */
async function bringUpPopover(app: HivebarApp): Promise<void> {
  await expect
    .poll(async () => {
      const shown = await app.electronApp.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some(
          (window) => window.webContents.getURL().endsWith('/popover.html') && window.isVisible() && window.isFocused(),
        ),
      );
      if (!shown) await app.clickTray();
      return shown;
    })
    .toBe(true);
}

async function otlpEndpoint(dataDir: string): Promise<string> {
  let port: number | undefined;
  await expect
    .poll(async () => {
      const text = await readFile(join(dataDir, 'runtime.json'), 'utf8').catch(() => '{}');
      port = (JSON.parse(text) as { otlpPort?: number }).otlpPort;
      return port;
    })
    .toBeDefined();
  return `http://127.0.0.1:${port}`;
}

test('the popover shows budgets, tells when one is reached, and leads to the pages', async ({
  start,
  dataDir,
}, testInfo) => {
  const budgets = { costPerHourUsd: 20, costPerDayUsd: 0.004, errorRatePercent: 10 };
  const app = await start({ settings: { agents: { otlpPort: 43_190 }, budgets } });
  const notices = await keepNotifications(app);
  const endpoint = await otlpEndpoint(dataDir);
  await bringUpPopover(app);
  const popover = await app.popover.page();
  await expect(popover.getByTestId('last-sample')).toContainText('Last sample');
  const reached = popover.getByTestId('budget-cost-day');
  // One call suffices; should midnight come in between, the next one counts for the new day.
  let sent = 0;
  await expect(async () => {
    sent += 1;
    expect(await sendApiRequest(endpoint, `req_${sent}`)).toBe(200);
    await expect(reached).toHaveAttribute('data-reached', 'true', { timeout: 10_000 });
  }).toPass();
  await expect(reached).toContainText('of $0.004');
  await expect(reached).toContainText('Reached');
  await expect(popover.getByTestId('budget-cost-hour')).toHaveAttribute('data-reached', 'false');
  await expect(popover.getByTestId('budget-error-rate')).toContainText('Too few calls to tell; limit 10 %');
  await pictures(popover, 'popover-budgets', testInfo);
  expect(await violations(popover)).toEqual([]);

  await expect.poll(async () => (await notices.seen()).length).toBeGreaterThan(0);
  expect((await notices.seen())[0]).toMatchObject({
    title: expect.stringMatching(/^Agents cost \$0\.0\d+ today$/),
    body: 'Your budget is $0.004 a day.',
  });
  await notices.click();
  const main = await app.overview.page();
  await expect(main.getByTestId('page-agents')).toBeVisible();

  await bringUpPopover(app);
  await popover.getByTestId('parts-detail').click();
  await expect(main.getByTestId('page-sources')).toBeVisible();
  await bringUpPopover(app);
  await popover.getByTestId('today-detail').focus();
  await popover.keyboard.press('Enter');
  await expect(main.getByTestId('page-timeline')).toBeVisible();
  await bringUpPopover(app);
  await popover.getByTestId('open-overview').click();
  await expect(main.getByTestId('page-overview')).toBeVisible();
  await expect(main.getByTestId('budgets')).toContainText('Reached');
  await pictures(main, 'overview-budgets', testInfo);
});

test('a backup is made, checked and deleted, and long work is shown until it is dismissed', async ({
  start,
}, testInfo) => {
  const app = await start({ args: ['--demo', '--show', 'overview'], settings: { budgets: { costPerHourUsd: 1_000 } } });
  const page = await app.overview.page();
  await page.getByTestId('go-settings').click();
  await page.getByTestId('settings-storage').click();
  const card = page.getByTestId('backups');
  await expect(card).toContainText('No backup yet');
  const sawProgress = await page.evaluateHandle(() => {
    const seen = { bars: 0 };
    const observer = new MutationObserver(() => (seen.bars += document.querySelectorAll('progress').length));
    observer.observe(document.body, { subtree: true, childList: true });
    return seen;
  });
  await card.getByTestId('backup-now').click();
  const work = page.getByTestId('work-row');
  await expect(work).toHaveAttribute('data-state', 'done');
  expect((await sawProgress.jsonValue()).bars).toBeGreaterThan(0);
  await expect(card.getByTestId('backup-row')).toHaveAttribute('data-kind', 'full');
  await card.getByTestId('backup-verify').click();
  await expect(work.nth(1)).toHaveAttribute('data-state', 'done');
  await expect(work.nth(1)).toContainText('are whole');
  await card.getByTestId('backup-restore').click();
  const dialog = page.getByTestId('restore-dialog');
  await dialog.getByRole('radio', { name: 'In place of' }).click();
  await expect(dialog.getByTestId('restore-dialog-agree')).toBeDisabled();
  await pictures(page, 'backup-restore', testInfo);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await card.scrollIntoViewIfNeeded();
  await pictures(page, 'backup-done', testInfo);
  expect(await violations(page)).toEqual([]);

  await work.first().getByTestId('work-dismiss').click();
  await work.first().getByTestId('work-dismiss').click();
  await expect(page.getByTestId('work')).toBeHidden();
  await card.getByTestId('backup-delete').click();
  await page.getByTestId('delete-backup-agree').click();
  await expect(card).toContainText('No backup yet');

  await page.getByTestId('go-overview').click();
  await page.getByTestId('reprice').click();
  await expect(page.getByTestId('reprice-summary')).toContainText('calls');
  await page.getByRole('radio', { name: 'All calls' }).click();
  await expect(page.getByTestId('reprice-summary')).toContainText('calls change');
  await pictures(page, 'reprice', testInfo);
  await page.getByTestId('reprice-start').click();
  await expect(work).toHaveAttribute('data-state', 'done');
  await expect(work).toContainText('calls have their new cost');
});
