import { type Page, expect } from '@playwright/test';

/** Where windows are drawn, pixels below the top of the chart. */
const windowsTop = 55;

/** The timeline page of the main window as a person uses it. */
export class Timeline {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page): Promise<Timeline> {
    await expect(page.getByTestId('recording-state')).toBeVisible();
    await page.getByTestId('go-timeline').click();
    await expect(page.getByTestId('page-timeline')).toBeVisible();
    return new Timeline(page);
  }

  get chart() {
    return this.page.getByTestId('timeline-chart');
  }

  get details() {
    return this.page.getByTestId('item-details');
  }

  /** How long a stretch is shown, milliseconds. */
  async shownMs(): Promise<number> {
    const [from, to] = await Promise.all(['data-from', 'data-to'].map((name) => this.chart.getAttribute(name)));
    return Number(to) - Number(from);
  }

  /** How many different colours the picture has in a row of pixels. */
  coloursAt(y: number): Promise<number> {
    return this.chart.locator('canvas').evaluate((canvas, row) => {
      const { width } = canvas as HTMLCanvasElement;
      const data = (canvas as HTMLCanvasElement)
        .getContext('2d')
        ?.getImageData(0, Math.round(row * devicePixelRatio), width, 1).data;
      const seen = new Set<string>();
      for (let index = 0; data !== undefined && index < data.length; index += 4) {
        seen.add(data.slice(index, index + 4).join());
      }
      return seen.size;
    }, y);
  }

  /** Turns the wheel with Ctrl over a place of the chart, 0 at its left and 1 at its right. */
  async zoomAt(share: number): Promise<void> {
    const box = await this.box();
    await this.page.mouse.move(box.x + box.width * share, box.y + windowsTop);
    await this.page.keyboard.down('Control');
    await this.page.mouse.wheel(0, -400);
    await this.page.keyboard.up('Control');
  }

  /** Drags from one place of the chart to another; the stretch of time that this chose. */
  async dragOver(from: number, to: number): Promise<{ fromMs: number; toMs: number }> {
    const box = await this.box();
    await this.page.mouse.move(box.x + box.width * from, box.y + windowsTop);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + box.width * to, box.y + windowsTop, { steps: 4 });
    await this.page.mouse.up();
    await this.page.mouse.move(0, 0);
    const details = this.page.getByTestId('range-details');
    await expect(details).toBeVisible();
    const [fromMs, toMs] = await Promise.all(['data-from', 'data-to'].map((name) => details.getAttribute(name)));
    return { fromMs: Number(fromMs), toMs: Number(toMs) };
  }

  private async box() {
    const box = await this.chart.boundingBox();
    if (box === null) throw new Error('The chart is not drawn.');
    return box;
  }

  async press(...keys: readonly string[]): Promise<void> {
    await this.chart.focus();
    for (const key of keys) await this.chart.press(key);
  }
}
