import { type Page, expect } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { test } from './fixtures.ts';

/** The demo is written anew at its first start, which takes a slow machine a while. */
const filledMs = 60_000;

/** Every event of the thread that is open, by its kind, as the database has it. */
async function countedKinds(page: Page): Promise<Record<string, number>> {
  const table = page.getByRole('group', { name: 'Steps and calls' }).locator('table');
  return { rows: Number(await table.getAttribute('aria-rowcount')) - 1 };
}

test('the demo shows what agents did, one run step by step, and what failed', async ({ start }) => {
  const app = await start({ args: ['--show', 'overview', '--demo'] });
  const page = await app.overview.page();

  // Figures stand beside those of the range before, in words.
  await expect(page.getByTestId('tile-calls-change')).toHaveText(/vs the 7 days before|in the 7 days before/, {
    timeout: filledMs,
  });
  await expect(page.getByTestId('tile-calls-change')).toHaveAttribute('data-direction', /up|down|same/);
  await page.getByTestId('range-today').click();
  await expect(page.getByTestId('tile-cost-change')).toHaveText(/yesterday by this time/);

  // Runs of the month: searched, sorted, more of them.
  await page.getByTestId('range-30days').click();
  await page.getByTestId('go-agents').click();
  const runs = page.getByTestId('run-row');
  await expect(runs).toHaveCount(12);
  await page.getByTestId('runs-more').click();
  await expect(runs).toHaveCount(100);
  await page.getByTestId('runs-search').fill('research');
  await expect(runs.filter({ hasNotText: 'demo-research-assist' })).toHaveCount(0);
  const steps = page.getByRole('columnheader', { name: 'Steps' });
  await steps.getByRole('button').click();
  await expect(steps).toHaveAttribute('aria-sort', 'descending');
  for (const card of ['cost-by-model', 'local-and-cloud', 'latency', 'tokens', 'token-models', 'correlation']) {
    await expect(page.getByTestId(card).getByTestId('answered')).toBeVisible();
  }
  await expect(page.getByTestId('correlation-words')).toHaveText(/r = −?\d\.\d\d, n = \d+ hours/);

  // One run, by the keyboard alone.
  await runs.first().getByRole('button').press('Enter');
  const tree = page.getByRole('tree', { name: 'Steps and calls' });
  await expect(tree).toBeFocused();
  const selected = tree.locator('[aria-selected="true"]');
  await page.keyboard.press('ArrowDown');
  await expect(selected).toHaveAttribute('data-kind', 'step');
  await expect(selected).toHaveAttribute('aria-level', '1');
  await expect(selected).toHaveAttribute('aria-expanded', 'true');
  const details = page.getByTestId('event-details');
  await expect(details).toContainText('Model calls inside');
  await page.keyboard.press('ArrowLeft');
  await expect(selected).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(selected).toHaveAttribute('data-kind', 'model');
  await expect(selected).toHaveAttribute('aria-level', '2');
  await expect(details).toContainText(/Cost/);
  await page.keyboard.press('+');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeEnabled();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeDisabled();

  await expectAccessible(page, 'a run');

  // The same as a table, with as many rows as the run has events.
  const thread = await page.locator('.thread-id').textContent();
  await page.getByRole('button', { name: 'Show what happened as a table' }).click();
  await expect(page.getByTestId('thread-table-row').first()).toBeVisible();
  const [stored] = await app.query(
    `SELECT (SELECT uniqExact(ts_ms, checkpoint_ns, step_index) FROM hive.supersteps WHERE thread_id = '${thread}')
        + (SELECT count() FROM hive.model_invocations WHERE thread_id = '${thread}')
        + (SELECT count() FROM hive.tool_calls WHERE thread_id = '${thread}') AS events`,
  );
  expect(await countedKinds(page)).toEqual({ rows: Number(stored?.['events']) });
  // Going back leads to where the run was opened, in the list as it was searched and sorted.
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('runs')).toBeVisible();
  await expect(page.getByTestId('runs-search')).toHaveValue('research');
  await expect(page.locator(`[data-thread="${thread}"]`).getByRole('button')).toBeFocused();

  // What failed, with its messages and the run that each was in.
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page.getByTestId('page-errors')).toBeVisible();
  await expect(page.getByTestId('error-rate-total')).toHaveText(/%, [\d,]+ of [\d,]+/);
  await page.getByTestId('kind-tool').click();
  const places = page.getByTestId('place-row');
  await expect(places.first()).toHaveAttribute('data-kind', 'tool');
  await expect(places.and(page.locator('[data-kind="model"]'))).toHaveCount(0);
  // By its name: what the last of its failures said is another thing at every hour.
  await page.getByTestId('errors-search').fill('bash');
  await expect(places).toHaveCount(1);
  await places.getByRole('button', { name: 'Bash' }).click();
  const message = page.getByTestId('message').filter({ hasText: 'npm test ended with exit code' });
  await message.getByRole('button', { name: /times/ }).click();
  const link = page.getByTestId('occurrence').first().getByRole('button');
  await expectAccessible(page, 'the messages of a hotspot');
  const failedIn = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByTestId('page-agents')).toBeVisible();
  await expect(page.getByTestId('thread-summary')).toContainText(failedIn);
  await expect(page.getByTestId('waterfall-row').first()).toBeVisible();
});

test('before any agent has reported, both pages say so and lead to where one is connected', async ({ start }) => {
  const app = await start({ args: ['--show', 'overview'] });
  const page = await app.overview.page();
  for (const place of ['agents', 'errors']) {
    await page.getByTestId(`go-${place}`).click();
    await expect(page.getByTestId('no-agents')).toContainText('No agent reports to Hivebar yet');
    await page.getByTestId('no-agents').getByTestId('open-sources').click();
    await expect(page.getByTestId('page-sources')).toBeVisible();
  }
});
