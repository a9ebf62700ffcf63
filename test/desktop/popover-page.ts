import type { Page } from '@playwright/test';
import type { PauseLength } from '../../app/contract/health.ts';

/** The popover as a person uses it. */
export class Popover {
  private readonly find: () => Promise<Page>;

  constructor(find: () => Promise<Page>) {
    this.find = find;
  }

  page(): Promise<Page> {
    return this.find();
  }

  async state() {
    return (await this.find()).getByTestId('recording-state');
  }

  async countdown() {
    return (await this.find()).getByTestId('countdown');
  }

  async currentApp() {
    return (await this.find()).getByTestId('current-app');
  }

  async currentTitle() {
    return (await this.find()).getByTestId('current-title');
  }

  async today() {
    return (await this.find()).getByTestId('today');
  }

  async source(name: string) {
    return (await this.find()).locator(`[data-testid="source-row"][data-source="${name}"]`);
  }

  async problem() {
    return (await this.find()).getByTestId('problem-banner');
  }

  async pause(length: PauseLength): Promise<void> {
    const page = await this.find();
    await page.getByTestId('pause-button').click();
    await page.getByTestId(`pause-button-${length}`).click();
  }

  async resume(): Promise<void> {
    await (await this.find()).getByTestId('resume-button').click();
  }
}
