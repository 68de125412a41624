import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { GeneratedImage } from '../../engine/engine-client.ts';
import { editHashes } from '../../engine/image-recipe.ts';
import type { EditSource, StepProgress } from '../../engine/protocol.ts';
import { pngOf, reportCut, requestOf, seedAndRecipe } from '../drawing.ts';
import type { Job } from '../generate-job.ts';
import type { OutputFolder } from '../output-folder.ts';
import { createProgressMeter } from '../progress-meter.ts';
import { sortLines } from './line-file.ts';
import { imageFileName, parseManifestLine } from './manifest-entry.ts';
import { RUN_RECORD_FILE, readRunRecord, requireSameRun, runRecordText } from './run-record.ts';
import { surveyRun, temporaryName } from './run-survey.ts';
import type { PlannedRow } from './table-plan.ts';
import type { PlannedImage, TableRun } from './table-run-context.ts';

/** A shard on its way: the job, its place in the folder, and how many images it has written. */
export interface TableDrawing {
  readonly job: Job<unknown>;
  readonly run: TableRun;
  readonly out: OutputFolder;
  /** Whether the folder holds the run's record. */
  recorded: boolean;
  written: number;
}

/**
 * Draws what of a shard is not there yet, image by image: the file, then its line in the manifest, then its line on
 * standard output. An image that comes out as none is named and left out; the others follow.
 * @throws LightboxError OUTPUT_INVALID at the end, where images are missing; what the engine or the disk refuses
 */
export async function drawTable(drawing: TableDrawing): Promise<void> {
  const { run } = drawing;
  const survey = await surveyRun(run);
  const total = run.plan.images;
  if (run.manifestExists) reportSurvey(survey.doneCount, survey.lostCount, total);
  const meter = createProgressMeter({
    total,
    before: survey.doneCount,
    logLines: true,
    now: () => performance.now(),
    stream: process.stderr,
  });
  let failed = 0;
  for (const planned of run.plan.rows) {
    let edit: Promise<EditSource | null> | undefined;
    for (let image = 0; image < planned.count; image++) {
      const ordinal = planned.firstOrdinal + image;
      if (survey.done[ordinal] === 1) continue;
      edit ??= editOf(run, planned);
      const order = { planned, image, ordinal };
      const drawn = await drawOne(drawing, order, await edit, meter.step).finally(meter.clear);
      if (drawn === null) failed += 1;
      else {
        await writeImage(drawing, order, drawn);
        meter.imageDone();
      }
    }
  }
  // Images drawn after others that follow them in the table stand behind them till now.
  if (!survey.isSorted) await sortManifest(run);
  if (failed === 0) return;
  throw new LightboxError(
    'OUTPUT_INVALID',
    `${failed} of ${total} images came out as none and are missing; the others are there. Try other settings for their rows.`,
    { failed },
  );
}

function reportSurvey(doneCount: number, lostCount: number, total: number): void {
  const lost =
    lostCount === 0 ? '' : `; ${lostCount} recorded ones are missing or changed and are drawn again`;
  process.stderr.write(`lightbox: ${doneCount} of ${total} images are there${lost}\n`);
}

/** Film and mask of a row. @throws LightboxError CONFLICT where they changed since the table was checked */
async function editOf({ plan }: TableRun, { row, hashes }: PlannedRow): Promise<EditSource | null> {
  const pictures = await plan.pictures(row);
  const { strength } = plan.settings(row);
  if (pictures === null || strength === null) return null;
  const { sourceImage, maskImage } = editHashes(pictures);
  if (sourceImage === hashes.sourceImage && maskImage === hashes.maskImage) return { ...pictures, strength };
  throw new LightboxError(
    'CONFLICT',
    `The film or mask of row ${row.row} changed while the table was drawn.`,
    {
      row: row.row,
    },
  );
}

/** Null for an image that came out as none, after a line that says so. */
async function drawOne(
  { job, run }: TableDrawing,
  { planned, image }: PlannedImage,
  edit: EditSource | null,
  progress: (progress: StepProgress) => void,
): Promise<GeneratedImage | null> {
  const { row } = planned;
  const settings = run.plan.settings(row);
  const order = { prompt: row.prompt, settings, seed: run.seedOf(row, image), seedIndex: image, edit };
  try {
    const drawn = await job.engine.generate(
      requestOf(order, job.options, run.model),
      { progress },
      job.signal,
    );
    job.signal.throwIfAborted();
    return drawn;
  } catch (error) {
    if (!(error instanceof LightboxError) || error.code !== 'OUTPUT_INVALID') throw error;
    process.stderr.write(`lightbox: row ${row.row}, image ${image + 1}: ${error.message} (OUTPUT_INVALID)\n`);
    return null;
  }
}

async function writeImage(
  drawing: TableDrawing,
  { planned, image }: PlannedImage,
  drawn: GeneratedImage,
): Promise<void> {
  const { run, out, job } = drawing;
  const { row } = planned;
  if (!drawing.recorded) await recordRun(drawing);
  const { sha256, recipe } = drawn;
  const png = pngOf(drawn);
  const name = imageFileName(row.row, image, row.id, seedAndRecipe(recipe));
  const file = await out.write(name, png, temporaryName(row.row, image));
  drawing.written += 1;
  const fileSha256 = createHash('sha256').update(png).digest('hex');
  const { truncatedText } = recipe.tokens;
  await run.manifest.write(run.lineOf(planned, image, { file: name, sha256, fileSha256, truncatedText }));
  await run.manifest.flush();
  const elapsedMs = Math.round(drawn.elapsedMs);
  const place = { row: row.row, image, id: row.id };
  const line = job.options.json
    ? JSON.stringify({ file, ...place, seed: recipe.seed, sha256, recipe, elapsedMs })
    : `${file}  seed ${recipe.seed}  ${(elapsedMs / 1000).toFixed(1)} s  sha256 ${sha256}`;
  process.stdout.write(`${line}\n`);
  if (image === 0 && !job.options.json) reportCut(drawn, `row ${row.row}: `);
}

/** Shards may begin together in one folder: whoever came first, all must agree. */
async function recordRun(drawing: TableDrawing): Promise<void> {
  const { run, out } = drawing;
  if ((await readRunRecord(run.directory)) === null)
    await out.write(RUN_RECORD_FILE, runRecordText(run.record));
  const recorded = await readRunRecord(run.directory);
  if (recorded !== null) requireSameRun(recorded, run.record, run.directory);
  drawing.recorded = true;
}

async function sortManifest(run: TableRun): Promise<void> {
  await run.manifest.close();
  await sortLines(run.manifestFile, (line) => {
    const entry = parseManifestLine(line);
    return (entry === null ? null : run.find(entry.row, entry.image)?.ordinal) ?? run.plan.images;
  });
}
