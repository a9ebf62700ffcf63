import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import { expectAccessible, violations } from './axe.ts';
import { test } from './fixtures.ts';
import type { HivebarApp } from './hivebar-app.ts';
import { picture, pictures } from './pictures.ts';
import { SettingsPage } from './settings-page.ts';

/** The agent looks when it is told to, and asks no model. */
const settings = { alwaysOnAgent: { lookEveryMs: 3_600_000, models: { probe: false } } };
const args = ['--show', 'overview'];
/** ClickHouse starts first. */
const startMs = 60_000;

async function openPage(app: HivebarApp): Promise<Page> {
  const page = await app.overview.page();
  await page.getByTestId('go-always-on').click();
  await expect(page.getByTestId('page-always-on')).toBeVisible();
  return page;
}

/** A tool of another agent fails so many times just now. */
async function failTool(app: HivebarApp, dataDir: string, tool: string, times: number): Promise<void> {
  const file = join(dataDir, `${tool}.jsonl`);
  const row = { thread_id: 'a-session', tool_name: tool, ok: 0, error_msg: 'exit code 1', dur_us: 900 };
  const rows = Array.from({ length: times }, (_, index) => ({ ...row, ts_ms: Date.now() - index * 1_000 }));
  await writeFile(file, rows.map((each) => JSON.stringify(each)).join('\n'));
  await app.commandLine('push', 'hive.tool_calls', file);
  const counted = () => app.query(`SELECT count() AS n FROM hive.tool_calls WHERE tool_name = '${tool}'`);
  await expect.poll(async () => Number((await counted())[0]?.['n'])).toBe(times);
}

test('the agent suggests what rows show, and is paused, resumed and taken back', async ({
  start,
  display,
  dataDir,
}, testInfo) => {
  const terminal = await display.openTerminal('build');
  let app = await start({ args, settings });
  let page = await openPage(app);
  await terminal.focus();
  await expect.poll(async () => (await app.status()).current?.app, { timeout: startMs }).toBe('XTerm');
  const state = page.getByTestId('agent-state');
  await expect(state).toHaveAttribute('data-state', 'watching', { timeout: startMs });
  await expect(page.getByTestId('node-context_poll')).toHaveAttribute('data-mark', 'waits');
  await expect(page.getByTestId('no-models')).toBeVisible();
  await expect(page.getByTestId('agent-suggestions')).toContainText('Nothing yet.');

  // Three failures of the same tool, and a look at the editor that is in front.
  await failTool(app, dataDir, 'Bash', 3);
  await page.getByTestId('agent-look').click();
  const last = page.getByTestId('last-suggestion');
  await expect(last).toContainText('Bash has failed 3 times');
  await expect(page.getByTestId('node-coding_assist')).toHaveAttribute('data-mark', 'last');
  await expect(page.getByTestId('checkpoint').first()).toBeVisible();
  await expectAccessible(page, 'the page of the always-on agent');
  await pictures(page, 'always-on', testInfo);

  // The same over the command line and in the popover, whose line leads to the page.
  expect(await app.commandLine('agent', 'suggestions')).toMatch(/^Bash has failed 3 times\n/);
  await app.clickTray();
  const popover = await app.popover.page();
  await expect(popover.getByTestId('agent-said')).toHaveText('Bash has failed 3 times');
  await expectAccessible(popover, 'the popover with a suggestion');
  await picture(popover, 'popover-agent', testInfo);

  // The rows behind it, as SQL with the values that it was asked with.
  await last.getByTestId('suggestion-rows').click();
  await expect(page.getByTestId('page-console')).toContainText('uniqExact(thread_id) AS threads');
  await page.getByTestId('go-always-on').click();

  await last.getByTestId('suggestion-dismiss').click();
  await expect(last).toBeHidden();
  await expect(page.getByTestId('suggestion')).toHaveAttribute('data-state', 'dismissed');

  // Never again, and taken back.
  await failTool(app, dataDir, 'Edit', 4);
  await terminal.focus();
  await page.getByTestId('agent-look').click();
  await expect(last).toContainText('Edit has failed 4 times');
  await last.getByTestId('suggestion-never').click();
  await expect(page.getByTestId('never-line')).toContainText('Never again: The same failure again: Edit.');
  const never = async () => {
    const written = JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as {
      alwaysOnAgent: { never?: unknown };
    };
    return written.alwaysOnAgent.never;
  };
  expect(await never()).toEqual([{ kind: 'repeated-failure', subject: 'Edit' }]);
  await page.getByTestId('never-undo').click();
  await expect(page.getByTestId('never-line')).toBeHidden();
  expect(await never()).toEqual([]);

  // Steps of the day, and back to an earlier state.
  await page.getByTestId('thread-steps-toggle').click();
  await expect(page.getByTestId('waterfall-row').first()).toBeVisible();
  const checkpoints = page.getByTestId('checkpoint');
  const newest = await checkpoints.first().getAttribute('data-id');
  await checkpoints.nth(3).getByTestId('checkpoint-resume').click();
  await expect(page.getByTestId('resume-from')).toContainText('The thread forks there.');
  await expectAccessible(page, 'going back to a checkpoint');
  await page.getByTestId('resume-from-agree').click();
  await expect(checkpoints.first()).not.toHaveAttribute('data-id', newest ?? '');
  await expect(page.getByTestId('agent-problem')).toBeHidden();

  // Paused in the popover: so it stands on the page, and after a restart.
  await app.clickTray();
  await popover.getByTestId('agent-pause').click();
  await expect(state).toHaveAttribute('data-state', 'paused');
  await expect(page.getByTestId('agent-message')).toContainText('Paused by you.');
  await app.quit();
  app = await start({ args });
  page = await openPage(app);
  await expect(page.getByTestId('agent-state')).toHaveAttribute('data-state', 'paused', { timeout: startMs });
  await expectAccessible(page, 'the paused agent');
  expect(JSON.parse(await app.commandLine('agent', 'resume', '--json'))).toMatchObject({ steps: expect.any(Number) });
  await expect(page.getByTestId('agent-state')).toHaveAttribute('data-state', /watching|working/);
  await terminal.close();
});

test('its settings are changed, and models are set up without a word leaving the machine', async ({
  start,
  dataDir,
}, testInfo) => {
  const app = await start({ args, settings });
  const page = await openPage(app);
  await expect(page.getByTestId('agent-state')).toHaveAttribute('data-state', /starting|watching/, {
    timeout: startMs,
  });
  await page.getByTestId('agent-settings').click();
  await expect(page.getByTestId('section-always-on')).toBeVisible();
  const sheet = new SettingsPage(page);
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect(await violations(page), `the settings of the agent, ${theme}`).toEqual([]);
    await picture(page, `settings-always-on-${theme}`, testInfo);
  }
  const written = async () =>
    (JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as { alwaysOnAgent: object }).alwaysOnAgent;

  await sheet.enterNumber('alwaysOnAgent.maxCostPerHourUsd', '0.25');
  await expect.poll(written).toMatchObject({ maxCostPerHourUsd: 0.25 });

  // A new rule goes first; one that says nothing is refused.
  await page.getByTestId('rule-add').click();
  const dialog = page.getByTestId('rule-dialog');
  await dialog.getByTestId('rule-save').click();
  await expect(dialog).toContainText('Enter at least one condition.');
  await dialog.getByTestId('rule-apps').fill('Zed\nSlack');
  await dialog.getByTestId('rule-node').selectOption('general_observe');
  expect(await violations(page)).toEqual([]);
  await dialog.getByTestId('rule-save').click();
  const rules = page.getByTestId('routing-rule');
  await expect(rules.first()).toContainText('Zed, Slack');
  await page.getByRole('button', { name: 'Try later: rule 1' }).click();
  await expect(rules.nth(1)).toContainText('Zed, Slack');
  await page.getByTestId('rules-reset').click();
  await expect(rules).toHaveCount(3);

  // Consent names the host, and nothing can be agreed to before it does.
  await page.getByTestId('model-download').click();
  const agree = page.getByTestId('model-download-dialog-agree');
  await expect(agree).toBeDisabled();
  await page.getByTestId('download-url').fill('https://models.example.com/small.gguf');
  await page.getByTestId('download-sum').fill('0'.repeat(64));
  await expect(page.getByTestId('download-consent')).toContainText('connects to models.example.com this once');
  await expect(agree).toHaveText('Connect to models.example.com and download');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByTestId('server-url').fill('http://127.0.0.1:9/v1');
  await page.getByTestId('server-url').press('Enter');
  await expect(page.getByTestId('models.servers')).toContainText('http://127.0.0.1:9/v1');
  await page.getByTestId('cloud-provider').selectOption('anthropic');
  await page.getByTestId('cloud-model').fill('claude-haiku-4-5');
  await page.getByTestId('cloud-save').click();
  await expect.poll(written).toMatchObject({
    models: {
      servers: [{ url: 'http://127.0.0.1:9/v1' }],
      cloud: { provider: 'anthropic', model: 'claude-haiku-4-5' },
    },
  });
  // The key goes one way: into no setting, and back into no field.
  await page.getByTestId('cloud-key').fill('a-key-that-nobody-sees');
  await page.getByTestId('cloud-key-keep').click();
  await expect(
    page.getByTestId('models.key').locator('[role="status"], [role="alert"]').filter({ hasText: /./ }),
  ).toBeVisible();
  expect(await readFile(join(dataDir, 'settings.json'), 'utf8')).not.toContain('a-key-that-nobody-sees');

  // Switched off, the page says so and leads back here.
  const enabled = page.getByTestId('alwaysOnAgent.enabled');
  await enabled.click();
  await expect(enabled).not.toBeChecked();
  await page.getByTestId('settings-to-agent').click();
  await expect(page.getByTestId('agent-state')).toHaveAttribute('data-state', 'off');
  await expect(page.getByTestId('agent-look')).toBeHidden();
  await expectAccessible(page, 'the agent that is off');
});
