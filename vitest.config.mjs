import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'app/**/*.test.ts',
      'app/**/*.test.tsx',
      'native/**/*.test.ts',
      'tools/**/*.test.ts',
      'test/headless/**/*.test.ts',
      'test/agents/**/*.test.ts',
      'test/crash/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', 'native/build/**'],
    // Real ClickHouse children start in these tests; two at a time is what two cores carry.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
