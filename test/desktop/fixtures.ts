import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { type Display, startDisplay } from './display.ts';
import { type HivebarApp, type StartOptions, startHivebar } from './hivebar-app.ts';

interface TestFixtures {
  /** A data directory that nobody has used, removed after the test. */
  readonly dataDir: string;
  /** Starts the app on `dataDir`; what still runs at the end of the test is closed. */
  readonly start: (options?: StartOptions) => Promise<HivebarApp>;
}

interface WorkerFixtures {
  /** Path of the Electron that runs the app. */
  readonly electron: string;
  /** A virtual screen with a window manager. */
  readonly display: Display;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  electron: ['', { option: true, scope: 'worker' }],
  display: [
    // Playwright reads the names of the fixtures that are needed out of this pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const display = await startDisplay();
      await use(display);
      await display.stop();
    },
    { scope: 'worker' },
  ],
  // eslint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'hivebar-desktop-'));
    await use(dir);
    await rm(dir, { recursive: true, force: true });
  },
  start: async ({ electron, display, dataDir }, use) => {
    const running: HivebarApp[] = [];
    await use(async (options) => {
      const app = await startHivebar({ electron, display: display.name, dataDir }, options);
      running.push(app);
      return app;
    });
    for (const app of running) await app.quit();
  },
});
