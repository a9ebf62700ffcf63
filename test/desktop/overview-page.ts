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

  /** Watches the state from now on, however short each is shown; the answer lists what was seen so far. */
  async collectStates(): Promise<() => Promise<readonly string[]>> {
    const states = await (
      await this.state()
    ).evaluateHandle((label) => {
      const seen: string[] = [];
      const observer = new MutationObserver(() => seen.push(label.dataset['state'] ?? ''));
      observer.observe(label, { attributes: true, attributeFilter: ['data-state'] });
      return seen;
    });
    return () => states.jsonValue();
  }
}
