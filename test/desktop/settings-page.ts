import { type Page, expect } from '@playwright/test';

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
