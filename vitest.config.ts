import { defineConfig } from 'vitest/config';
import { needsEngine, withoutEngine } from './test/e2e/support/without-engine.ts';

const leftOut = withoutEngine ? needsEngine : [];

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'mock-claude/test/**/*.test.ts'],
          exclude: ['test/contract/**', 'test/e2e/**', 'test/library/**', ...leftOut],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/contract/**/*.test.ts', 'test/e2e/**/*.test.ts', 'test/library/**/*.test.ts'],
          exclude: leftOut,
          globalSetup: withoutEngine ? [] : ['test/e2e/nothing-left.ts'],
          // Two cores and one engine: side by side they would only measure each other.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
