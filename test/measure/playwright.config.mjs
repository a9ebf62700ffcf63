import { defineConfig } from '@playwright/test';
import { findElectron } from '../../tools/electron-runtime.mjs';

const electron = process.env['HIVEBAR_ELECTRON'] ?? findElectron()?.executable;
if (electron === undefined) throw new Error('There is no Electron yet. Run npm test, which fetches one.');

/** Measurements in real windows: they print figures and fail only when nothing could be measured. No part of npm test. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.measure.ts',
  outputDir: '../../test-results',
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['line']],
  use: { electron },
});
