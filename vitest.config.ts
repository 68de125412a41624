import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx', 'tools/**/*.test.ts'],
    environment: 'node',
    // Two cores: processes, since native modules and child processes are part of what is tested.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    allowOnly: false,
    // No engine keeps anything in the user's cache folder, unless its test names one.
    env: { ORT_DISABLE_TELEMETRY: '1', TZ: 'UTC', LIGHTBOX_CACHE_FOLDER: '', LIGHTBOX_CUDA_FOLDER: '' },
  },
});
