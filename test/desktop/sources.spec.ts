import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { leaveSession, sendApiRequest } from './claude-code-session.ts';
import { test } from './fixtures.ts';
import { homeOf } from './hivebar-app.ts';
import { pictures } from './pictures.ts';

const settingsBefore = '{\n  "model": "opus"\n}\n';

/** The settings of Claude Code in the home of the test, and where its telemetry goes. */
async function leaveSettings(dataDir: string) {
  const folder = join(homeOf({ dataDir }), '.claude');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'settings.json');
  await writeFile(file, settingsBefore);
  return {
    text: () => readFile(file, 'utf8'),
    async endpoint(): Promise<string> {
      const { env } = JSON.parse(await readFile(file, 'utf8')) as { env: Record<string, string> };
      return env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
    },
  };
}

test('an agent is connected, heard, imported and disconnected on the page of sources', async ({
  start,
  dataDir,
}, testInfo) => {
  const settings = await leaveSettings(dataDir);
  await leaveSession(homeOf({ dataDir }));
  // A port that nobody else has; the receiver takes another one anyway when this is in use.
  const app = await start({ settings: { agents: { otlpPort: 43_180 } }, args: ['--show', 'overview'] });
  const page = await app.sources.open();
  await expect(page.getByTestId('first-steps')).toBeVisible();
  await expect(page.getByTestId('otlp-url')).toContainText('http://127.0.0.1:');
  const row = await app.sources.agent('claude-code');
  await expect(row).toHaveAttribute('data-state', 'not-connected');
  await expect(await app.sources.agent('codex')).toHaveAttribute('data-state', 'not-installed');
  await pictures(page, 'sources-first', testInfo);

  const dialog = await app.sources.ask('connect', 'claude-code');
  await expect(dialog.getByTestId('diff')).toContainText('OTEL_EXPORTER_OTLP_ENDPOINT');
  expect(await settings.text()).toBe(settingsBefore);
  await pictures(page, 'sources-connect', testInfo);
  await expectAccessible(page, 'the dialog that connects');
  await app.sources.agree();
  expect(await settings.endpoint()).toBe(await page.getByTestId('otlp-url').textContent());
  const firstEvent = dialog.getByTestId('first-event');
  await expect(firstEvent).toHaveAttribute('data-heard', 'false');
  expect(await sendApiRequest(await settings.endpoint(), 'req_live_1')).toBe(200);
  await expect(firstEvent).toHaveAttribute('data-heard', 'true');
  await expect(firstEvent).toContainText('Received');
  await pictures(page, 'sources-received', testInfo);
  await app.sources.close();

  await expect(row).toHaveAttribute('data-state', 'connected');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  await expect.poll(focused).toBe('disconnect-claude-code');
  const panel = await app.sources.importPast('claude-code');
  await expect(panel).toContainText('2 events added');
  await expect(panel).toContainText('1 line could not be read');
  await pictures(page, 'sources-connected', testInfo);
  await expect
    .poll(() => app.query('SELECT input_tokens FROM hive.model_invocations ORDER BY input_tokens'))
    .toEqual([{ input_tokens: 10 }, { input_tokens: 20 }, { input_tokens: 900 }]);

  await app.sources.ask('disconnect', 'claude-code');
  await app.sources.agree();
  await app.sources.close();
  expect(await settings.text()).toBe(settingsBefore);
  await expect(row).toHaveAttribute('data-state', 'not-connected');
});

test('the content switch is kept in the settings, and the page outlives the window', async ({ start, dataDir }) => {
  const app = await start({ settings: { privacy: { excludedApps: ['Vault'] } }, args: ['--show', 'overview'] });
  const page = await app.sources.open();
  const toggle = page.getByRole('switch', { name: 'Keep prompts and tool content' });
  await expect(toggle).not.toBeChecked();
  await toggle.press('Space');
  await expect(toggle).toBeChecked();
  const kept = JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as unknown;
  expect(kept).toEqual({ privacy: { excludedApps: ['Vault'] }, agents: { keepContent: true } });
  await page.reload();
  await expect(page.getByTestId('page-sources')).toBeVisible();
  await page.getByTestId('go-overview').click();
  await page.getByTestId('open-sources').click();
  await expect(page.getByTestId('page-sources')).toBeVisible();
});

test('copies an address, and reads nothing of the clipboard', async ({ start }) => {
  const app = await start({ args: ['--show', 'overview'] });
  const page = await app.sources.open();
  const address = await page.getByTestId('otlp-url').textContent();
  const copy = page.getByRole('button', { name: 'Copy OTLP over HTTP' });
  await copy.click();
  await expect(copy).toHaveAttribute('data-outcome', 'copied');
  expect(await app.electronApp.evaluate(({ clipboard }) => clipboard.readText())).toBe(address);
  const reading = await page.evaluate(() =>
    navigator.clipboard.readText().then(
      () => 'read',
      () => 'refused',
    ),
  );
  expect(reading).toBe('refused');
});
