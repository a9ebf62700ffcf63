import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './fixtures.ts';
import type { HivebarApp } from './hivebar-app.ts';
import { picture } from './pictures.ts';
import { SettingsPage } from './settings-page.ts';

/** Answers the dialog of the system as a person would; undefined cancels it. */
function answerFolder(app: HivebarApp, folder: string | undefined): Promise<void> {
  return app.electronApp.evaluate(({ dialog }, chosen) => {
    const filePaths = chosen === undefined ? [] : [chosen];
    dialog.showOpenDialog = () => Promise.resolve({ canceled: chosen === undefined, filePaths });
  }, folder);
}

test('where backups go, when they are made and how many stay is set beside them', async ({
  start,
  dataDir,
}, testInfo) => {
  const app = await start({ args: ['--show', 'overview'] });
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording', { timeout: 45_000 });
  const page = await app.overview.page();
  await page.getByTestId('go-settings').click();
  const settings = new SettingsPage(page);
  await settings.section('storage');
  const card = page.getByTestId('backups');
  const written = async () => JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as { backup?: object };

  await page.getByTestId('backup.schedule').selectOption('Once a day');
  await expect(card).toContainText('one a day');
  await settings.enterNumber('backup.keepFull', '0');
  await expect(card).toContainText('From 1 to 365 backups.');
  await settings.enterNumber('backup.keepFull', '5');
  await expect(card).toContainText('5 full ones are kept');

  await answerFolder(app, undefined);
  await page.getByTestId('backup-folder-choose').click();
  await expect(page.getByTestId('saved-line')).toContainText('Saved: Full backups that are kept');
  await answerFolder(app, join(dataDir, 'nowhere'));
  await page.getByTestId('backup-folder-choose').click();
  await expect(page.getByTestId('backup.folder').getByRole('alert')).toContainText('cannot be written to');
  const folder = join(dataDir, 'elsewhere');
  await mkdir(folder);
  await answerFolder(app, folder);
  await page.getByTestId('backup-folder-choose').click();
  await expect(page.getByTestId('backup.folder')).toContainText(folder);
  await expect(card).toContainText(`from the next start of Hivebar on in ${folder}`);
  expect((await written()).backup).toEqual({ schedule: 'daily', keepFull: 5, folder });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
    await picture(page, `settings-backup-${colorScheme}`, testInfo);
  }

  await page.getByTestId('backup-folder-reset').click();
  await expect(page.getByTestId('backup.folder')).toContainText('In the data folder');
  expect((await written()).backup).toEqual({ schedule: 'daily', keepFull: 5 });

  await settings.section('recording');
  await page.getByTestId('recording.dayStartHour').selectOption('4');
  await expect.poll(async () => (await app.status()).dayStartHour).toBe(4);
  expect(await written()).toMatchObject({ recording: { dayStartHour: 4 } });
});
