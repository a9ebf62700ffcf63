import { defineConfig } from '@playwright/test';
import { findElectron } from '../../tools/electron-runtime.mjs';

const electron = process.env['HIVEBAR_ELECTRON'] ?? findElectron()?.executable;
if (electron === undefined) throw new Error('There is no Electron yet. Run npm test, which fetches one.');

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  // Each test runs a whole app with a database of its own, and windows share the focus of one display.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: { electron },
});
