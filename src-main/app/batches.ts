import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import {
  type BatchCell,
  MAX_SWEEP_CELLS,
  type RowFacts,
  rowFactsSchema,
  type SweepPlan,
} from '../../src-core/contract/batch-calls.ts';
import { sweepCell, sweepSize } from '../../src-core/diffusion/sweep.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { isPng } from '../files/png-chunks.ts';
import type { BatchJob, Film, JobRequest } from '../store/ports.ts';
import { toFilmView } from './film-view.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import type { GenerationQueue } from './queue.ts';
import { planOf, toBatchView } from './queue-view.ts';
import { type AppSession, signedIn } from './session.ts';
import type { StepTimes } from './step-times.ts';
import { PromptTables } from './tables.ts';

const MAX_FOUND = 1000;
const PNG_FILTER = [{ name: 'PNG', extensions: ['png'] }];

/** Sweeps and prompt tables: queueing them, and looking at what became of their cells. */
export function batchHandlers(
  ports: AppPorts,
  queue: GenerationQueue,
  times: StepTimes,
): HandlersOf<'batches'> {
  const { store, models } = ports;
  const tables = new PromptTables(ports);
  return {
    'batches.get': ({ batchId }) => {
      const batch = store.batches.get(batchId);
      return { batch: toBatchView(store, times, batch), plan: planOf(batch) };
    },
    'batches.cells': ({ batchId, indexes }, session) => {
      const found = store.batches.jobs(batchId, indexes);
      const films = store.films.ofJobs(found.map(({ job }) => job.id));
      return found.map((cell) => toCell(cell, films.get(cell.job.id) ?? [], session));
    },
    'batches.find': ({ batchId, states }) => ({
      indexes: [...store.batches.indexesIn(batchId, states, MAX_FOUND)],
    }),
    'batches.enqueueSweep': async ({ name, plan }, session) => {
      const { axes, modelId } = plan;
      const cells = sweepSize(axes);
      if (cells > MAX_SWEEP_CELLS) {
        throw new LightboxError(
          'BAD_INPUT',
          `The sweep has ${cells} cells; ${MAX_SWEEP_CELLS} are the most. Take values out.`,
          { cells },
        );
      }
      await models.locate(modelId);
      const batch = store.transaction(() => {
        store.audit.append({
          actor: signedIn(session).name,
          action: 'batches.enqueueSweep',
          details: { name, model: modelId, images: cells },
        });
        const jobs = Array.from({ length: cells }, (_, index) => ({
          request: sweepRequest(plan, index),
          facts: null,
        }));
        return store.batches.add({ kind: 'sweep', name, plan, jobs });
      });
      queue.wake();
      return toBatchView(store, times, batch);
    },
    'batches.savePicture': async ({ batchId, png }, session) => {
      const { name } = store.batches.get(batchId);
      if (!isPng(png)) throw new LightboxError('BAD_INPUT', 'The picture of the grid is no PNG.');
      const suggested = `${name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-')}.png`;
      const target = await ports.dialogs.saveFile('Save the grid as a picture', suggested, PNG_FILTER);
      if (target === null) return null;
      await atomicWrite(target, png);
      store.audit.append({
        actor: signedIn(session).name,
        action: 'batches.savePicture',
        details: { batch: batchId, name },
      });
      return { fileName: path.basename(target) };
    },
    'batches.chooseTable': () => tables.choose(),
    'batches.enqueueTable': async (input, session) => {
      await models.locate(input.settings.modelId);
      const added = tables.batchOf(input, ports.random.seed());
      const { fileName, fileSha256, baseSeed, refusedRows } = added.plan;
      const batch = store.transaction(() => {
        const stored = store.batches.add(added);
        store.audit.append({
          actor: signedIn(session).name,
          action: 'batches.enqueueTable',
          details: {
            name: input.name,
            model: input.settings.modelId,
            file: fileName,
            fileSha256,
            baseSeed,
            rows: added.jobs.length,
            refusedRows,
            images: stored.images,
          },
        });
        return stored;
      });
      queue.wake();
      return toBatchView(store, times, batch);
    },
  };
}

function sweepRequest({ axes, ...shared }: SweepPlan, index: number): JobRequest {
  const { prompt, scheduler, steps, guidance, seed } = sweepCell(axes, index);
  const { modelId, provider, negativePrompt, guidanceRescale, eta } = shared;
  return {
    modelId,
    provider,
    prompt,
    negativePrompt,
    count: 1,
    seed,
    steps,
    guidanceScale: guidance,
    scheduler,
    guidanceRescale,
    // Other schedulers have no eta; the command line refuses it with them.
    eta: scheduler === 'ddim' ? eta : 0,
    edit: null,
    fixed: null,
    pairLabel: null,
  };
}

function toCell({ job, facts }: BatchJob, films: readonly Film[], session: AppSession): BatchCell {
  const row: RowFacts | null = facts === null ? null : rowFactsSchema.parse(facts);
  return {
    index: job.batchIndex ?? 0,
    jobId: job.id,
    state: job.state,
    prompt: job.request.prompt,
    seed: job.request.seed,
    images: job.request.count,
    films: films.map((film) => toFilmView(film, session)),
    error: job.errorCode === null ? null : { code: job.errorCode, message: job.errorMessage ?? '' },
    row,
  };
}
