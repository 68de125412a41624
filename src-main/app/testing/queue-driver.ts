/**
 * The app under plain Node with the real store and the real engine, as a process of its own that a test may kill at
 * any moment: it fills an empty queue with twenty images of the tiny pipeline, draws them, tries failed ones again,
 * and ends. Lines on standard output: `engine PID`, `image N`, `done`. Argument: the data folder.
 */
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createChildProcessHost } from '../../engine/child-process-host.ts';
import { createEngineClient } from '../../engine/engine-client.ts';
import type { EngineHost } from '../../engine/port.ts';
import type { AppSession } from '../session.ts';
import { openTestApp, TEST_MODEL, type TestApp } from './test-app.ts';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const say = (line: string): void => void writeSync(1, `${line}\n`);

const [, , folder = ''] = process.argv;
/** False until the queue is full and again at the end: what changes then is nothing to look at. */
let watching = false;
const test = openTestApp({
  folder,
  engine: createEngineClient(
    watched(createChildProcessHost({ entryPath: fromHere('../../engine/child.ts') })),
  ),
  emit: (name) => {
    if (name === 'library.changed') say(`image ${imagesStored(test)}`);
    if (name === 'generation.changed') setImmediate(look);
  },
});
const session = await test.signIn('coordinator', 'Cora');
if (imagesAskedFor(test) === 0) await fill(test, session);
watching = true;
// The run before may have been killed while it still held the queue.
await test.call(session, 'queue.setPaused', { paused: false });

/** After each change: what failed is tried again, and when all is drawn the program ends. */
function look(): void {
  if (!watching) return;
  const { jobs, batches } = test.ports.store;
  const failed = jobs.list(['failed']);
  for (const { id } of failed) void test.call(session, 'queue.retry', { entry: { kind: 'job', id } });
  for (const { id, jobs: counts } of batches.list()) {
    if (counts.failed > 0) void test.call(session, 'queue.retry', { entry: { kind: 'batch', id } });
  }
  if (imagesStored(test) < imagesAskedFor(test) || jobs.list(['queued', 'running']).length > 0) return;
  if (batches.list().some(({ jobs: counts }) => counts.queued + counts.running + counts.failed > 0)) return;
  watching = false;
  void test.close().then(() => {
    say('done');
    process.exit();
  });
}

/** One job of eight images, a sweep of nine, one job of three. */
async function fill(into: TestApp, by: AppSession): Promise<void> {
  const shared = { modelId: TEST_MODEL, negativePrompt: '', provider: 'cpu' as const };
  const request = (prompt: string, count: number, seed: number) => ({
    ...shared,
    prompt,
    count,
    seed,
    steps: 3,
    guidanceScale: 3,
    scheduler: 'dpmpp-2m' as const,
    pairLabel: null,
  });
  // All is in the store before anything is drawn: a kill in between would leave a shorter queue.
  await into.call(by, 'queue.setPaused', { paused: true });
  await into.call(by, 'batches.enqueueSweep', {
    name: 'Sweep',
    plan: {
      kind: 'sweep',
      ...shared,
      guidanceRescale: 0,
      eta: 0,
      axes: {
        prompt: ['the chest of right effusion'],
        scheduler: ['ddim'],
        steps: [2, 3, 4],
        guidance: [3],
        seed: [1, 2, 3],
      },
    },
  });
  await into.call(by, 'generation.enqueue', {
    requests: [request('right effusion', 8, 40), request('no finding', 3, 90)],
  });
  say('filled');
}

function imagesAskedFor({ ports: { store } }: TestApp): number {
  const alone = store.jobs.list().reduce((sum, { request }) => sum + request.count, 0);
  return store.batches.list().reduce((sum, { images }) => sum + images, alone);
}

function imagesStored({ ports: { store } }: TestApp): number {
  return store.films.list({ kind: 'synthetic' }, { limit: 1, offset: 0 }).total;
}

/** Says the process id of each engine that is started. */
function watched(host: EngineHost): EngineHost {
  return {
    start: () => {
      const connection = host.start();
      say(`engine ${connection.pid}`);
      return connection;
    },
  };
}
