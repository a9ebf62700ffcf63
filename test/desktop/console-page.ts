import { type Locator, type Page, expect } from '@playwright/test';

/** The SQL console as a person uses it. */
export class ConsolePage {
  private readonly find: () => Promise<Page>;
  private readonly bringUp: () => Promise<boolean>;

  constructor(find: () => Promise<Page>, bringUp: () => Promise<boolean>) {
    this.find = find;
    this.bringUp = bringUp;
  }

  /** Goes there by the keyboard, and waits until the server has said what can be completed. */
  async open(): Promise<Page> {
    const page = await this.find();
    await expect(page.getByTestId('recording-state')).toBeVisible();
    // A key for a window that is not on the screen yet, or has not got the focus, may never be answered.
    await expect.poll(this.bringUp).toBe(true);
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(page.getByTestId('console')).toBeVisible();
    await expect(page.getByTestId('database-seq')).toBeVisible();
    return page;
  }

  /** Replaces the text of the tab, without what typing would complete. */
  async write(sql: string): Promise<void> {
    const page = await this.find();
    await page.getByTestId('sql').fill(sql);
    await expect(page.getByTestId('sql')).toContainText(sql.split('\n').at(-1) ?? sql);
  }

  /** Runs what is meant by the cursor, and waits until the run stands as it should. */
  async run(state: 'done' | 'failed' | 'running' = 'done'): Promise<Locator> {
    const page = await this.find();
    await page.getByTestId('run').click();
    const status = page.getByTestId('run-status');
    await expect(status).toHaveAttribute('data-state', state);
    return status;
  }

  /** Exports what the cursor means. The menu closes when its window loses the focus: then it is opened again. */
  async exportAs(format: 'csv' | 'jsonl' | 'parquet'): Promise<void> {
    const page = await this.find();
    await expect(async () => {
      await page.getByTestId('export-menu').click();
      await page.getByTestId(`export-menu-${format}`).click({ timeout: 3_000 });
    }).toPass();
  }

  /** The text of a cell that is in sight; rows and columns count from 0. */
  async cell(row: number, column: number): Promise<Locator> {
    const page = await this.find();
    return page.locator(`.grid-row[data-row="${row}"] [data-column="${column}"]`);
  }
}
