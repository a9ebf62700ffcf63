import { defineConfig } from 'vitest/config';

const windows = 'app/{contract,renderer}/**/*.test.{ts,tsx}';
const never = ['**/node_modules/**', 'native/build/**'];
const limits = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // Real ClickHouse children start in these tests; two at a time is what two cores carry.
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      {
        test: {
          ...limits,
          name: 'parts',
          include: [
            'app/**/*.test.{ts,tsx}',
            'native/**/*.test.ts',
            'tools/**/*.test.ts',
            'test/{headless,agents,crash}/**/*.test.ts',
          ],
          exclude: [...never, windows],
        },
      },
      {
        test: {
          ...limits,
          // Nothing here holds state of its own, so that files share a process: a start of Node each would take longer
          // than all of their tests.
          name: 'contract and windows',
          include: [windows],
          exclude: never,
          isolate: false,
        },
      },
    ],
  },
});
