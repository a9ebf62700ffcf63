import { readFile, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Settings } from '../../app/contract/settings.ts';
import { violations } from './axe.ts';
import { test } from './fixtures.ts';
import { homeOf } from './hivebar-app.ts';
import { picture } from './pictures.ts';
import { SettingsPage } from './settings-page.ts';

type Written = { readonly [Key in keyof Settings]?: Partial<Settings[Key]> };

async function written(dataDir: string): Promise<Written> {
  return JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as Written;
}

const sections = ['recording', 'storage', 'prices', 'agents', 'endpoints', 'database', 'general', 'diagnostics'];

test('settings are checked, saved, taken back, and say what they cost', async ({ start, dataDir }, testInfo) => {
  const kept = { privacy: { excludedApps: ['Vault'], excludedTitles: ['Layoffs'] }, agents: { otlpPort: 43_181 } };
  const app = await start({ settings: kept, args: ['--demo', '--show', 'overview'] });
  // A month of rows is generated first.
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording', { timeout: 45_000 });
  const page = await app.overview.page();
  await page.getByTestId('go-settings').click();
  const settings = new SettingsPage(page);

  for (const [theme, shown] of [
    ['dark', ['recording', 'storage', 'prices']],
    ['light', sections],
  ] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const section of shown) {
      await settings.section(section);
      expect(await violations(page), `${section}, ${theme}`).toEqual([]);
      await picture(page, `settings-${section}-${theme}`, testInfo);
    }
  }

  await settings.section('recording');
  const titles = page.getByTestId('privacy.excludedTitles');
  await page.getByTestId('privacy.excludedTitles-entry').fill('(');
  await expect(titles.getByRole('alert')).toHaveText('This is no valid regular expression (Unterminated group).');
  await expect(page.getByTestId('privacy.excludedTitles-add')).toBeDisabled();
  await page.getByTestId('privacy.excludedTitles-entry').fill('.');
  await expect(page.getByTestId('title-preview')).toHaveText(/^Matches (\d+) of \1 titles/);
  await page.getByTestId('privacy.excludedTitles-entry').fill('');
  await page.getByTestId('privacy.excludedApps').getByRole('button', { name: 'Add Terminal' }).click();
  await expect(page.getByTestId('saved-line')).toContainText('Saved: Applications never recorded');
  expect((await written(dataDir)).privacy).toEqual({
    excludedApps: ['Vault', 'Terminal'],
    excludedTitles: ['Layoffs'],
  });
  await page.getByTestId('undo-setting').click();
  await expect.poll(() => written(dataDir)).toEqual(kept);
  await settings.enterNumber('recording.idleAfterMs', '0.5');
  await expect(page.getByText('From 1 to 3,600 seconds.')).toBeVisible();
  await page.getByTestId('recording.idleAfterMs').press('Escape');

  await settings.section('storage');
  const windows = page.getByTestId('space-context').locator('[data-table="seq.context"]');
  await expect(windows).toContainText(/[\d,]+.*kB.*90 days/);
  await settings.enterNumber('retention-context', '5');
  const dialog = page.getByTestId('retention-dialog');
  await expect(dialog).toContainText(/This deletes [\d,]+ rows in 2 tables/);
  await picture(page, 'settings-retention', testInfo);
  await dialog.getByTestId('confirm-cancel').click();
  await expect(page.getByTestId('retention-context')).toHaveValue('90');
  await settings.enterNumber('retention-context', '5');
  await dialog.getByTestId('confirm-agree').click();
  await expect(windows).toContainText('5 days');
  expect((await written(dataDir)).retentionDays).toEqual({ context: 5 });
  const old = 'SELECT count() AS old FROM seq.context WHERE ts_ms < (toUnixTimestamp(now()) - 6 * 86400) * 1000';
  await expect.poll(() => app.query(old), { timeout: 30_000 }).toEqual([{ old: '0' }]);

  await settings.section('prices');
  await page
    .getByTestId('unpriced')
    .getByRole('button', { name: /^Set a price for / })
    .first()
    .click();
  await page.getByTestId('price-save').click();
  await expect(page.getByTestId('price-dialog')).toContainText('Enter dollars, 0 or more.');
  await page.getByTestId('price-inputUsdPerMtok').fill('0.5');
  await page.getByTestId('price-outputUsdPerMtok').fill('2');
  await picture(page, 'settings-price', testInfo);
  await page.getByTestId('price-save').click();
  await expect(page.getByTestId('price-table')).toContainText('$0.50');
  expect((await written(dataDir)).prices).toMatchObject([{ inputUsdPerMtok: 0.5, outputUsdPerMtok: 2 }]);

  await settings.section('database');
  await settings.enterNumber('database.maxMemoryBytes', '0.9');
  await expect(page.getByTestId('restart-note')).toContainText('until it is started again');
  await picture(page, 'settings-memory', testInfo);

  await settings.section('general');
  const keys = page.getByTestId('popover-shortcut');
  await keys.click();
  await keys.press('j');
  await expect(page.getByText('J: needs Control, Alt or Command and one other key.')).toBeVisible();
  await keys.press('Control+Alt+j');
  await expect(keys).toHaveText('Control + Alt + J');
  await expect(keys).toHaveAttribute('data-state', 'working');

  await settings.section('database');
  await writeFile(join(dataDir, 'settings.json'), '{"privacy":');
  await expect(page.getByTestId('damaged-settings')).toContainText('is not JSON');
  await writeFile(
    join(dataDir, 'settings.json'),
    JSON.stringify({ ...kept, database: { maxMemoryBytes: 900_000_000 } }),
  );
  await expect(page.getByTestId('database.maxMemoryBytes')).toHaveValue('0.9');
  await page.getByTestId('go-overview').click();
  await expect(page.getByTestId('tile-active')).toBeVisible();
  await page.keyboard.press('Control+,');

  await settings.section('diagnostics');
  const file = join(dataDir, 'report.json');
  await app.electronApp.evaluate(({ dialog: dialogs }, filePath) => {
    dialogs.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await page.getByTestId('collect-diagnostics').click();
  const shown = await page.getByTestId('diagnostics-text').textContent();
  await page.getByTestId('save-diagnostics').click();
  await expect(page.getByTestId('diagnostics-outcome')).toHaveText(`Saved to ${file}`);
  const saved = await readFile(file, 'utf8');
  expect(saved).toBe(shown);
  expect(JSON.parse(saved)).toMatchObject({ settings: { privacy: { excludedApps: { entries: 1 } } } });
  const titlesOfDemo = await app.query(
    "SELECT DISTINCT window_title AS text FROM seq.context WHERE window_title != '' LIMIT 50",
  );
  const personal = [dataDir, homeOf({ dataDir }), userInfo().homedir, hostname(), 'Vault', 'Layoffs', 'SELECT', '://'];
  const texts = [...personal, ...titlesOfDemo.map(({ text }) => String(text))];
  expect(texts.filter((text) => saved.includes(text))).toEqual([]);
});

/** Away after three seconds, so that rows are stored soon. */
const impatient = { recording: { idleAfterMs: 3_000, pollMs: 250 } };

test('a new data directory is introduced once, and recording follows a rule', async ({
  start,
  display,
  dataDir,
}, testInfo) => {
  const first = await start({ settings: impatient, args: ['--show', 'overview'] });
  await expect(await first.overview.state()).toHaveAttribute('data-state', 'recording');
  const page = await first.overview.page();
  const welcome = page.getByTestId('welcome');
  await expect(welcome).toContainText('Never recorded');
  await expect(page.getByTestId('tile-active')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'welcome', testInfo);
  await page.getByTestId('welcome-next').click();
  await expect(page.getByTestId('nothing-to-grant')).toBeVisible();
  await page.getByTestId('welcome-next').click();
  await page.getByTestId('welcome-done').click();
  await expect(welcome).toHaveCount(0);

  await page.getByTestId('go-settings').click();
  const settings = new SettingsPage(page);
  await settings.addRule('privacy.excludedApps', 'XTerm');
  expect((await written(dataDir)).privacy).toEqual({ excludedApps: ['XTerm'] });
  const terminal = await display.openTerminal('Secret');
  const dropped = async () => {
    const window = (await first.status()).sources.find(({ name }) => name === 'window');
    return window?.counters['dropped_app'] ?? 0;
  };
  await expect
    .poll(async () => {
      await display.pressKey('Shift_L');
      return dropped();
    })
    .toBeGreaterThan(0);
  expect((await first.status()).current).toBeNull();

  // Read under its new title before the rule goes: the old one must never be seen.
  const before = await dropped();
  await terminal.retitle('Public');
  await expect
    .poll(async () => {
      await display.pressKey('Shift_L');
      return dropped();
    })
    .toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Remove XTerm' }).click();
  await terminal.focus();
  await expect
    .poll(async () => {
      await display.pressKey('Shift_L');
      return (await first.status()).current?.title;
    })
    .toBe('Public');
  await terminal.close();
  await first.quit();

  const next = await start({ args: ['--show', 'overview'] });
  const again = await next.overview.page();
  await expect(await next.overview.state()).toHaveAttribute('data-state', 'recording');
  await expect(again.getByTestId('section-recording')).toBeVisible();
  await again.getByTestId('go-overview').click();
  await expect(again.getByTestId('tile-active')).toBeVisible();
  await expect(again.getByTestId('welcome')).toHaveCount(0);
  const titles = await next.query(`SELECT DISTINCT window_title AS title FROM seq.context WHERE app = 'XTerm'`);
  expect(titles).toEqual([{ title: 'Public' }]);
  await again.getByTestId('go-settings').click();
  await new SettingsPage(again).section('general');
  // As macOS answers: this screen asks nobody.
  await next.electronApp.evaluate(({ ipcMain }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    for (const name of ['hivebar:permissions', 'hivebar:request-permission']) ipcMain.removeHandler(name);
    ipcMain.handle('hivebar:permissions', () => [
      { name: 'accessibility', status: asked.includes('accessibility') ? 'granted' : 'not-asked' },
      { name: 'screen-recording', status: 'denied' },
      { name: 'automation', status: 'unknown' },
    ]);
    ipcMain.handle('hivebar:request-permission', (_event, { name }: { name: string }) => void asked.push(name));
  });
  await again.getByTestId('introduce').click();
  await again.getByTestId('welcome-next').click();
  await expect(again.getByTestId('permission-accessibility')).toContainText('Not asked yet');
  expect(await violations(again)).toEqual([]);
  await picture(again, 'welcome-permissions', testInfo);
  await again.getByRole('button', { name: 'Grant Accessibility…' }).click();
  await expect(again.getByTestId('permission-screen-recording')).toBeVisible();
  await again.getByTestId('permission-later').click();
  await expect(again.getByTestId('permission-automation')).toBeVisible();
  await again.getByTestId('permission-later').click();
  await expect(again.getByTestId('welcome')).toContainText('That is all.');
  await again.getByTestId('welcome-skip').click();
  await expect(again.getByTestId('welcome')).toHaveCount(0);
  await again.getByTestId('go-settings').click();
  await new SettingsPage(again).section('recording');
  const states = again.getByTestId('permissions').locator('[data-status]');
  await expect(states).toHaveCount(3);
  await expect(states.first()).toHaveAttribute('data-status', 'granted');
});
