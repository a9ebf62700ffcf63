import { defineConfig } from '@playwright/test';
import base from './playwright.config.mjs';

/** Measurements print figures and fail for no figure: `npx playwright test -c test/desktop/measure.config.mjs`. */
export default defineConfig(base, { testMatch: '**/*.measure.ts', timeout: 240_000 });
