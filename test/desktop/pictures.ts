import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';

/** Keeps a picture for people to look at: in HIVEBAR_SCREENSHOTS, else with the results of the test. */
export async function picture(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  const dir = process.env['HIVEBAR_SCREENSHOTS'] ?? testInfo.outputDir;
  await mkdir(dir, { recursive: true });
  await page.screenshot({ path: join(dir, `${name}.png`) });
}

/** The same, light and dark. */
export async function pictures(page: Page, name: string, testInfo: TestInfo): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await picture(page, `${name}-${theme}`, testInfo);
  }
}
