import { defineConfig } from 'vitest/config';

const limits = {
  exclude: ['**/node_modules/**', 'native/build/**'],
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
            'app/{cli,core,main,sink}/**/*.test.ts',
            'native/**/*.test.ts',
            'tools/**/*.test.ts',
            'test/{headless,agents,crash}/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...limits,
          // Nothing here holds state of its own, so that files share a process: a start of Node each would take longer
          // than all of their tests.
          name: 'contract and windows',
          include: ['app/{contract,renderer}/**/*.test.{ts,tsx}'],
          isolate: false,
        },
      },
    ],
  },
});
