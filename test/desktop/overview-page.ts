import type { Page } from '@playwright/test';

/** The overview window as a person uses it. */
export class Overview {
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
}
