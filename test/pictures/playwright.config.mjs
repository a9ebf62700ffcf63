import { defineConfig } from '@playwright/test';
import measure from '../measure/playwright.config.mjs';

/** Takes the pictures of the documents anew, into docs/images. No part of npm test. */
export default defineConfig({ ...measure, testDir: '.', testMatch: '*.pictures.ts' });
