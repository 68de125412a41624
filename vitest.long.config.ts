import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The long tests of `npm run test:long`: one at a time, since they measure moments. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({
    test: {
      include: ['src-*/**/*.long.ts', 'tools/**/*.long.ts'],
      maxWorkers: 1,
      testTimeout: 60 * 60 * 1000,
    },
  }),
);
