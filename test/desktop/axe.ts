import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Page, expect } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

/** Styles are the page's own; fetching them again is what its policy forbids. */
const common = { resultTypes: ['violations'], preload: false } satisfies RunOptions;
/** Level A and AA of WCAG 2.1. */
const allRules: RunOptions = { ...common, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
const colours: RunOptions = { ...common, runOnly: { type: 'rule', values: ['color-contrast'] } };

const source = readFile(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** Waits until everything on a page has arrived and stands still: what fades in has not got its colours yet. */
export async function settled(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.locator('[data-testid="loading"], [aria-busy="true"]')).toHaveCount(0);
}

/** Fails with one line for each place of a page that breaks a rule. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await settled(page);
  const lines: string[] = [];
  await page.emulateMedia({ colorScheme: 'light' });
  lines.push(...(await violations(page, allRules)));
  // Only colours differ in the dark.
  await page.emulateMedia({ colorScheme: 'dark' });
  lines.push(...(await violations(page, colours)).map((line) => `dark ${line}`));
  expect(lines, what).toEqual([]);
}

/** One line for each place of a page that breaks a rule, in the colours that it has now. */
export async function violations(page: Page, rules: RunOptions = allRules): Promise<string[]> {
  // Evaluated by the debugger, which the policy of the page does not bind as it binds scripts of the page.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await source);
  const results = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return axe.run(options);
  }, rules);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
    ),
  );
}
