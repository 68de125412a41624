import type { Page } from '@playwright/test';
import type { JobView } from '../../src-core/contract/generation-calls.ts';

/** The queue's jobs outside batches: what is open in its order, then the newest of the others. */
export async function jobsOf(page: Page): Promise<readonly JobView[]> {
  const view = await page.evaluate(() => window.lightbox.calls['queue.view']({ settledLimit: 100 }));
  if (!view.ok) throw new Error(view.error.message);
  const { open, settled } = view.value;
  return [...open, ...settled].flatMap((entry) => (entry.kind === 'job' ? [entry.job] : []));
}
