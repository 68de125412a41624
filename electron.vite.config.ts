import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { contract } from './src-core/contract/contract.ts';
import { events } from './src-core/contract/events.ts';

/** Native or worker-loading packages stay outside the bundles; everything else is bundled. */
const external = [
  'electron',
  'better-sqlite3',
  '@node-rs/argon2',
  'libsql',
  'onnxruntime-node',
  /^@cornerstonejs\/codec-/,
  'jpeg-lossless-decoder-js',
  'dcmjs',
];

/** Electron 25, the development runtime, loads CommonJS only and has Node 18 and Chrome 114. */
export default defineConfig({
  main: {
    build: {
      target: 'node18',
      minify: false,
      externalizeDeps: false,
      rollupOptions: {
        external,
        input: {
          index: 'src-main/index.ts',
          'analysis-worker': 'src-main/app/analysis-worker.ts',
          engine: 'src-main/engine/child.ts',
          'film-file-worker': 'src-main/files/film-file-worker.ts',
          'film-worker': 'src-main/files/film-worker.ts',
          'file-work-worker': 'src-main/files/file-work-worker.ts',
          'model-reading-worker': 'src-main/app/model-reading-worker.ts',
          'normalise-worker': 'src-main/files/normalise-worker.ts',
          'study-file-worker': 'src-main/app/study-file-worker.ts',
          'study-work-worker': 'src-main/app/study-work-worker.ts',
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    define: {
      __CALL_NAMES__: JSON.stringify(Object.keys(contract)),
      __EVENT_NAMES__: JSON.stringify(Object.keys(events)),
    },
    build: {
      target: 'node18',
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron'],
        input: { index: 'src-preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    base: './',
    plugins: [react()],
    build: {
      target: 'chrome114',
      cssTarget: 'chrome114',
      cssMinify: 'lightningcss',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: 'src-renderer/index.html' } },
    },
  },
});
