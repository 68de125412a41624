import { expect, vi } from 'vitest';
import type { CallInput } from '../../../src-core/contract/contract.ts';
import type { JobView } from '../../../src-core/contract/generation-calls.ts';
import type { JobRequest } from '../../store/ports.ts';
import type { AppSession } from '../session.ts';
import { TEST_MODEL, type TestApp } from './test-app.ts';

type Request = CallInput<'generation.enqueue'>['requests'][number];

export const request = (changes: Partial<Request> = {}): Request => ({
  modelId: TEST_MODEL,
  prompt: 'No acute findings.',
  negativePrompt: '',
  count: 3,
  seed: 100,
  steps: 2,
  guidanceScale: 3,
  scheduler: 'ddim',
  provider: 'cpu',
  pairLabel: null,
  ...changes,
});

/** A request as a job keeps it. */
export const STORED_REQUEST: JobRequest = {
  ...request({ count: 1 }),
  modelId: TEST_MODEL,
  seed: 1,
  guidanceRescale: 0,
  eta: 0,
  edit: null,
  fixed: null,
};

/** The queue's jobs outside batches: what is open in its order, then the newest of the others. */
export async function jobsIn(test: TestApp, session: AppSession): Promise<JobView[]> {
  const { open, settled: others } = await test.call(session, 'queue.view', { settledLimit: 100 });
  return [...open, ...others].flatMap((entry) => (entry.kind === 'job' ? [entry.job] : []));
}

/** Waits until the check passes; a loaded machine takes its time. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 30_000 });
}

/** Waits until nothing in the queue waits or runs. */
export async function settled(test: TestApp, session: AppSession): Promise<JobView[]> {
  await eventually(async () => {
    expect((await test.call(session, 'queue.view', { settledLimit: 100 })).open).toEqual([]);
  });
  return jobsIn(test, session);
}
