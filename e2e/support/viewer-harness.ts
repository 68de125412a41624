import path from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import type { ViewerHarness } from '../../src-renderer/viewer/testing/harness-api.ts';
import { repositoryRoot } from '../../tools/support/launch.ts';

declare global {
  interface Window {
    readonly viewerHarness: ViewerHarness;
  }
}

/** Bundles the viewer's harness and runs it in the page, past the content policy as a debugger does. */
export async function loadViewerHarness(page: Page): Promise<void> {
  const entry = path.join(repositoryRoot, 'src-renderer', 'viewer', 'testing', 'harness.ts');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome114',
      minify: false,
      lib: { entry, formats: ['iife'], name: 'harness' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('the harness was not built');
  await page.evaluate(output.output[0].code);
}
