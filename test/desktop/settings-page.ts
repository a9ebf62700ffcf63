import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, type TestInfo, expect } from '@playwright/test';
import type axe from 'axe-core';

/** The settings page of the main window as a person uses it. */
export class SettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async section(name: string): Promise<void> {
    await this.page.getByTestId(`settings-${name}`).click();
    await expect(this.page.getByTestId(`section-${name}`)).toBeVisible();
    await expect(this.page.locator('.skeleton')).toHaveCount(0);
  }

  /** Adds a rule to a list by its field and Enter. */
  async addRule(path: string, rule: string): Promise<void> {
    const entry = this.page.getByTestId(`${path}-entry`);
    await entry.fill(rule);
    await entry.press('Enter');
    await expect(this.page.getByTestId(path).getByRole('button', { name: `Remove ${rule}` })).toBeVisible();
  }

  async enterNumber(testId: string, value: string): Promise<void> {
    const field = this.page.getByTestId(testId);
    await field.fill(value);
    await field.press('Enter');
  }
}

/** What axe finds wrong on the page: the rule and where. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const there = await page.evaluate(() => 'axe' in globalThis);
  if (!there) await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Keeps a picture for people to look at: in HIVEBAR_SCREENSHOTS, else with the results of the test. */
export async function picture(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  const dir = process.env['HIVEBAR_SCREENSHOTS'] ?? testInfo.outputDir;
  await mkdir(dir, { recursive: true });
  await page.screenshot({ path: join(dir, `${name}.png`) });
}
