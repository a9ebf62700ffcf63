import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { test } from './fixtures.ts';
import { type HivebarApp } from './hivebar-app.ts';
import { pictures } from './pictures.ts';

/** What the content security policy has refused since: nothing of ours may need more than it allows. */
async function watchRefusals(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { refused });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => refused.push(violatedDirective));
  });
  return () => page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused);
}

/** Answers the dialogs of the system as a person would. */
function answerDialogs(app: HivebarApp, answers: { readonly file?: string; readonly button?: number }) {
  return app.electronApp.evaluate(({ dialog }, { file, button }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: file === undefined, filePath: file ?? '' });
    dialog.showMessageBox = () => Promise.resolve({ response: button ?? 0, checkboxChecked: false });
  }, answers);
}

test('a query is completed, run, sorted, read, charted, explained and saved', async ({ start }, testInfo) => {
  const app = await start({ args: ['--show', 'overview'] });
  const page = await app.console.open();
  const refusals = await watchRefusals(page);
  const editor = page.getByTestId('sql');
  await editor.click();
  await page.keyboard.type('SELECT app FROM seq.con');
  const list = page.locator('.cm-tooltip-autocomplete');
  await expect(list.locator('li').first()).toContainText('context');
  expect(await refusals()).toEqual([]);
  await pictures(page, 'console-completion', testInfo);
  await expect(list).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(editor).toContainText('SELECT app FROM seq.context');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('no-rows')).toContainText('app');

  await app.console.write('SELECT number AS n, toString(n) AS text, if(n % 2 = 0, NULL, n) AS odd FROM numbers(5000)');
  await app.console.run();
  await expect(page.getByTestId('run-words')).toContainText('5,000 rows');
  await expect(await app.console.cell(0, 2)).toHaveText('NULL');
  const column = page.getByTestId('grid-column').first();
  await column.click();
  await expect(column).toHaveAttribute('data-sort', 'ascending');
  await expect(page.getByTestId('run-status')).toHaveAttribute('data-state', 'done');
  await column.click();
  await expect(column).toHaveAttribute('data-sort', 'descending');
  await expect(await app.console.cell(0, 0)).toHaveText('4999');
  const grid = page.getByTestId('grid');
  await grid.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(await app.console.cell(4_999, 1)).toHaveText('0');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('cell-detail')).toContainText('String');
  await grid.focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Control+c');
  await expect(page.getByTestId('copied')).toHaveText('Copied 2 rows');
  expect(await app.electronApp.evaluate(({ clipboard }) => clipboard.readText())).toBe('1\n0');
  await expectAccessible(page, 'a result with a cell');
  await pictures(page, 'console-rows', testInfo);
  await app.console.write('SELECT number % 90 AS k, count() AS n FROM numbers(900) GROUP BY k WITH TOTALS ORDER BY k');
  await app.console.run();
  const totals = page.getByTestId('totals');
  await expect(totals.getByRole('gridcell')).toHaveText(['0', '900']);
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(await app.console.cell(89, 1)).toHaveText('10');
  await expect(await app.console.cell(89, 1)).toBeInViewport({ ratio: 1 });
  await expect(totals).toBeInViewport({ ratio: 1 });
  await expectAccessible(page, 'a result with totals');
  await pictures(page, 'console-totals', testInfo);
  await page.getByTestId('view-chart').click();
  await expect(page.locator('.console-chart .recharts-surface').first()).toBeVisible();
  await pictures(page, 'console-chart', testInfo);

  await app.console.write('SELECT 1;\nSELECT 1 FORM numbers(2) x y');
  await page.getByTestId('run-all').click();
  await expect(page.getByTestId('run-error')).toBeVisible();
  await expect(page.getByTestId('statement').first()).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('statement').last()).toHaveAttribute('data-state', 'failed');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('numbers');
  await page.getByTestId('go-to-error').click();
  await expect(page.locator('.cm-activeLine')).toContainText('FORM');
  await pictures(page, 'console-error', testInfo);

  await app.console.write('SELECT app, count() FROM seq.context GROUP BY app');
  await page.getByTestId('explain-button').click();
  await expect(page.getByTestId('plan-step').first()).toBeVisible();
  await pictures(page, 'console-plan', testInfo);
  await page.getByTestId('explain-pipeline').click();
  await expect(page.getByTestId('pipeline')).toBeVisible();
  await expectAccessible(page, 'a drawn pipeline');

  await page.getByTestId('new-tab').click();
  await app.console.write('SELECT {n:UInt8} + 1 AS more');
  await page.getByTestId('run').click();
  const field = page.getByTestId('parameter-n');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toBeFocused();
  await field.fill('41');
  await app.console.run();
  await expect(await app.console.cell(0, 0)).toHaveText('42');
  await page.keyboard.press('Control+s');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('One more');
  await page.getByTestId('save-confirm').click();
  await page.getByTestId('side-saved').click();
  await expect(page.getByTestId('saved-query')).toContainText('One more');
  await page.getByTestId('side-history').click();
  await expect(page.getByTestId('history-entry').first()).toContainText('SELECT {n:UInt8} + 1');
  await page.getByTestId('side-library').click();
  await page.getByTestId('side-search').fill('cost by model');
  await page.locator('[data-testid^="library-"]').first().click();
  await app.console.run();
  await pictures(page, 'console-library', testInfo);

  await page.reload();
  await expect(page.getByTestId('tab')).toHaveCount(3);
  await page.getByTestId('tab').nth(1).click();
  await expect(editor).toContainText('SELECT {n:UInt8} + 1');
  await expect(field).toHaveValue('41');
});

test('a long query is cancelled, a result exported, and nothing written unasked', async ({
  start,
  dataDir,
}, testInfo) => {
  const app = await start({ args: ['--show', 'overview'] });
  const page = await app.console.open();
  await app.console.write('SELECT sleepEachRow(1) FROM numbers(600) SETTINGS max_block_size = 1');
  const status = await app.console.run('running');
  await expect(page.getByTestId('progress')).toBeVisible();
  await page.getByTestId('sql').focus();
  await page.keyboard.press('Escape');
  await expect(status).toHaveAttribute('data-state', 'cancelled');
  await expect(page.getByTestId('run')).toBeVisible();

  // What goes on stands above every page, and ends from there.
  await app.console.run('running');
  await page.getByTestId('go-overview').click();
  const work = page.locator('[data-testid="work-row"][data-kind="query"][data-state="running"]');
  await expect(work).toContainText('Query: SELECT sleepEachRow(1)');
  await work.getByTestId('work-cancel').click();
  await expect(page.locator('[data-testid="work-row"][data-kind="query"]')).toHaveAttribute('data-state', 'cancelled');
  await page.getByTestId('go-console').click();
  await expect(status).toHaveAttribute('data-state', 'cancelled');

  const file = join(dataDir, 'numbers.csv');
  await answerDialogs(app, { file, button: 0 });
  await app.console.write('SELECT number AS n FROM numbers(3)');
  await app.console.exportAs('csv');
  const exported = page.locator('[data-testid="work-row"][data-kind="export"]');
  await expect(exported).toHaveAttribute('data-state', 'done');
  expect((await readFile(file, 'utf8')).replaceAll('"', '').trim().split('\n')).toEqual(['n', '0', '1', '2']);

  const mode = page.getByTestId('mode');
  await app.console.write('CREATE TABLE seq.scratch (a UInt8) ENGINE = MergeTree ORDER BY a');
  await app.console.run('failed');
  await expect(page.getByTestId('run-error')).toHaveAttribute('data-kind', 'denied');
  await mode.click();
  await expect(mode).toHaveAttribute('data-mode', 'read');
  await answerDialogs(app, { button: 1 });
  await mode.click();
  await expect(page.getByTestId('write-banner')).toBeVisible();
  await app.console.run();
  await expect(page.getByTestId('run-words')).toContainText('No rows to show');
  await pictures(page, 'console-write', testInfo);
  await expectAccessible(page, 'write mode');
  await mode.click();
  await expect(mode).toHaveAttribute('data-mode', 'read');
});

test('the query behind a figure opens in the console with its values, and gives the rows', async ({
  start,
}, testInfo) => {
  const app = await start({ args: ['--show', 'overview', '--demo'] });
  const page = await app.overview.page();
  const card = page.getByTestId('cost-chart');
  await expect(card.locator('.recharts-surface').first()).toBeVisible();
  for (const query of await page.getByTestId('open-query').all()) {
    await expect(query).toHaveAccessibleName(/^Open the (query|[23] queries) of .+ in the console$/);
  }
  await pictures(page, 'overview-queries', testInfo);
  await expectAccessible(page, 'an overview with queries');
  await card.getByTestId('open-query').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('console')).toBeVisible();
  await expect(page.getByTestId('tab').last()).toContainText('Cost and tokens per model and hour');
  await expect(page.getByTestId('sql')).toContainText('{from_ms:UInt64}');
  await expect(page.getByTestId('parameter-from_ms')).toHaveValue(/^\d{13}$/);
  await app.console.run();
  await expect(page.getByTestId('run-words')).toContainText(/^[1-9][\d,]* rows/);
  await expect(await app.console.cell(0, 0)).toHaveText(/^\d+$/);

  await page.getByTestId('go-errors').click();
  await page.getByTestId('hotspots').getByTestId('open-query').click();
  await expect(page.getByTestId('tab')).toHaveCount(4);
  await app.console.run();
  await expect(page.getByTestId('run-words')).toContainText(/^[1-9][\d,]* rows/);
});

test('a database that is away is said, and nothing breaks', async ({ start }, testInfo) => {
  const engine = { kind: 'executable', path: '/nowhere/clickhouse' };
  const app = await start({ settings: { engine }, args: ['--show', 'overview'] });
  const page = await app.overview.page();
  await expect(page.getByTestId('problem-banner')).toBeVisible();
  await page.getByTestId('go-console').click();
  await expect(page.getByTestId('side-list-schema').getByTestId('problem')).toBeVisible();
  await app.console.write('SELECT 1');
  await app.console.run('failed');
  await expect(page.getByTestId('run-error')).toBeVisible();
  await pictures(page, 'console-away', testInfo);
});
