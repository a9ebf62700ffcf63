import { type Page, expect } from '@playwright/test';
import type { AgentName } from '../../app/contract/imports.ts';

/** The sources page of the main window as a person uses it. */
export class Sources {
  private readonly find: () => Promise<Page>;
  private readonly bringUp: () => Promise<boolean>;

  constructor(find: () => Promise<Page>, bringUp: () => Promise<boolean>) {
    this.find = find;
    this.bringUp = bringUp;
  }

  /** Goes there by the keyboard. */
  async open(): Promise<Page> {
    const page = await this.find();
    await expect(page.getByTestId('recording-state')).toBeVisible();
    // A key for a window that is not on the screen yet, or has not got the focus, may never be answered.
    await expect.poll(this.bringUp).toBe(true);
    // The second key counts for 1.5 s, and the window manager may move the focus between the two: then again.
    await expect(async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await expect(page.getByTestId('page-sources')).toBeVisible({ timeout: 1_000 });
    }).toPass();
    return page;
  }

  async agent(agent: AgentName) {
    return (await this.find()).locator(`[data-testid="agent-row"][data-agent="${agent}"]`);
  }

  /** Opens the dialog of a change and gives it once the change is shown. */
  async ask(change: 'connect' | 'disconnect', agent: AgentName) {
    const page = await this.find();
    await page.getByTestId(`${change}-${agent}`).click();
    const dialog = page.getByTestId('change-dialog');
    await expect(dialog).toHaveAttribute('data-step', 'asking');
    return dialog;
  }

  async agree(): Promise<void> {
    const page = await this.find();
    await page.getByTestId('change-agree').click();
    await expect(page.getByTestId('change-dialog')).toHaveAttribute('data-step', 'done');
  }

  async close(): Promise<void> {
    await (await this.find()).getByTestId('change-close').click();
  }

  /** Starts the import of an agent's past and waits until it is over. */
  async importPast(agent: AgentName) {
    const page = await this.find();
    await page.getByTestId(`start-import-${agent}`).click();
    const panel = page.getByTestId(`import-${agent}`);
    await expect(panel).toHaveAttribute('data-state', 'finished');
    return panel;
  }
}
