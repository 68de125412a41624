import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { FilmId, JobId } from '../../src-core/base/ids.ts';
import { jobRequestSchema } from '../../src-core/contract/generation-calls.ts';
import type { MadeAgain, RemakeComparison, RemakeView } from '../../src-core/contract/remake-calls.ts';
import { type Recipe, recipeSchema } from '../../src-core/diffusion/recipe.ts';
import { environmentDifferences } from '../../src-core/diffusion/recipe-differences.ts';
import { compareGrey } from '../../src-core/imaging/compare.ts';
import { verdictOf } from '../../src-core/imaging/verdict.ts';
import type { FilmEdit, Job, JobRequest, Remake } from '../store/ports.ts';
import type { Computing } from './computing.ts';
import { requireEditPossible } from './film-edit.ts';
import type { AppPorts } from './ports.ts';
import { findModel } from './remake-model.ts';
import { findEditSource } from './remake-source.ts';
import { SingleTask } from './single-task.ts';

const RECIPE_FILTER = [{ name: 'PNG, DICOM', extensions: ['png', 'dcm'] }];

/** The image as it was before. */
type Before = Omit<Remake, 'recipe' | 'pixelsBlob'>;

interface Prepared {
  readonly remakeId: string;
  readonly request: JobRequest;
  readonly before: Before;
  readonly recipe: Recipe;
  /** 8-bit grey, row by row; of a film of the library its blob. */
  readonly pixels: Uint8Array | Remake['pixelsBlob'];
}

/** Images made again from their recipes, and how they compare with what they were. */
export class Remakes {
  readonly #ports: AppPorts;
  readonly #computing: Computing;
  readonly #task = new SingleTask('A file’s recipe is being read. Wait for it or cancel it.');
  /** The composer holds one recipe at a time; the one that was prepared last. */
  #prepared: Prepared | null = null;

  constructor(ports: AppPorts, computing: Computing) {
    this.#ports = ports;
    this.#computing = computing;
  }

  cancel(): void {
    this.#task.cancel();
  }

  finished(): Promise<void> {
    return this.#task.finished();
  }

  /** @throws LightboxError CONFLICT for a real film, MODEL_*, RECIPE_INVALID, ENGINE_* */
  async ofFilm(filmId: FilmId): Promise<RemakeView> {
    const film = this.#ports.store.films.get(filmId);
    if (film.kind !== 'synthetic')
      throw new LightboxError('CONFLICT', 'A real film has no recipe: it cannot be made again.', { filmId });
    const { width, height, pixelsBlob } = film;
    const before = { filmId, fileName: null, width, height };
    return this.#prepare(before, recipeSchema.parse(film.recipe), pixelsBlob, film.edit);
  }

  /**
   * Null when the dialog was closed.
   * @throws LightboxError FILE_*, NOT_FOUND where an edit's source is not here, CANCELLED, and what `ofFilm` throws
   */
  async fromPng(): Promise<RemakeView | null> {
    const { dialogs, fileWork } = this.#ports;
    const [file] = await dialogs.openFiles('Choose a PNG or DICOM file with its recipe', RECIPE_FILTER);
    if (file === undefined) return null;
    return this.#task.run(async (signal) => {
      const { recipe, width, height, pixels } = await fileWork.readRecorded(file);
      const source = recipe.sourceImage === null ? null : await findEditSource(this.#ports, recipe, signal);
      const before = { filmId: null, fileName: path.basename(file), width, height };
      return this.#prepare(before, recipe, pixels, source);
    });
  }

  /** Keeps the image of before for the comparison. @throws LightboxError NOT_FOUND, DISK_FULL */
  async readyToQueue(remakeId: string): Promise<() => Job> {
    const { store } = this.#ports;
    const prepared = this.#prepared;
    if (prepared?.remakeId !== remakeId)
      throw new LightboxError(
        'NOT_FOUND',
        'This recipe is no longer at hand. Choose the film or the file again.',
      );
    const { request, before, recipe, pixels } = prepared;
    const pixelsBlob = typeof pixels === 'string' ? pixels : await store.blobs.put(pixels);
    return () => store.jobs.enqueue(request, { ...before, recipe, pixelsBlob });
  }

  /** Null while the image is not made, and for a job that makes none again. */
  async compare(jobId: JobId): Promise<RemakeComparison | null> {
    const { store } = this.#ports;
    const remake = store.jobs.remake(jobId);
    const [made] = store.films.ofJobs([jobId]).get(jobId) ?? [];
    if (remake === null || made === undefined) return null;
    const [before, now] = await Promise.all([
      store.blobs.get(remake.pixelsBlob),
      store.blobs.get(made.pixelsBlob),
    ]);
    const recorded = recipeSchema.parse(remake.recipe);
    const comparison = compareGrey(before, now, made.width);
    return {
      of: madeAgain(remake, recorded),
      verdict: verdictOf(comparison),
      largestDifference: comparison.largestDifference,
      meanDifference: comparison.meanDifference,
      differingPixels: comparison.differingPixels,
      pixels: before.length,
      differences: environmentDifferences(recorded, recipeSchema.parse(made.recipe)),
    };
  }

  async #prepare(
    before: Before,
    recipe: Recipe,
    pixels: Prepared['pixels'],
    source: FilmEdit | null,
  ): Promise<RemakeView> {
    const { modelId, namesake, changedFiles } = await findModel(this.#ports, recipe.model);
    const missingProvider = await this.#missingProvider(recipe);
    const parsed = jobRequestSchema.safeParse({
      modelId,
      provider: missingProvider === null ? recipe.provider : 'cpu',
      prompt: recipe.prompt,
      negativePrompt: recipe.negativePrompt,
      count: 1,
      seed: recipe.seed,
      steps: recipe.steps,
      guidanceScale: recipe.guidanceScale,
      scheduler: recipe.scheduler,
      guidanceRescale: recipe.guidanceRescale,
      eta: recipe.eta,
      edit:
        source === null
          ? null
          : { sourceFilmId: source.sourceFilmId, strength: recipe.strength, maskId: source.maskBlob },
      fixed: {
        widthPx: recipe.widthPixels,
        heightPx: recipe.heightPixels,
        threads: recipe.threads,
        seedIndex: recipe.seedIndex,
      },
      pairLabel: null,
    });
    if (!parsed.success) throw notFollowed(parsed.error.issues[0]);
    const request = parsed.data;
    await requireEditPossible(this.#ports, request);
    const remakeId = this.#ports.random.id();
    this.#prepared = { remakeId, request, before, recipe, pixels };
    return {
      remakeId,
      of: madeAgain(before, recipe),
      request,
      otherModelName: namesake ? null : recipe.model.name,
      changedFiles: [...changedFiles],
      missingProvider,
    };
  }

  /** Null where what made the image works here. The CPU always does. */
  async #missingProvider({ provider }: Recipe): Promise<RemakeView['missingProvider']> {
    if (provider === 'cpu') return null;
    const { providers } = await this.#computing.view();
    const here = providers.find(({ name }) => name === provider);
    if (here?.available === true) return null;
    return { name: provider, reason: here?.reason ?? 'this kind of machine does not have it' };
  }
}

function madeAgain({ filmId, fileName }: Before, { seed }: Recipe): MadeAgain {
  return { filmId, fileName, seed };
}

/** A recipe may come from anyone. */
function notFollowed(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined) {
  const field = issue?.path.join('.') || 'the whole';
  const reason = issue?.message.replace(/\.$/, '') ?? '';
  return new LightboxError('RECIPE_INVALID', `The recipe cannot be followed here: ${field}: ${reason}.`, {
    field,
    reason,
  });
}
