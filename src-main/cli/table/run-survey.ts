import { createHash } from 'node:crypto';
import { opendir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { adoptImage } from './adopt-image.ts';
import { replaceLines, wholeLines } from './line-file.ts';
import { imagePlace, parseManifestLine } from './manifest-entry.ts';
import type { PlannedImage, TableRun } from './table-run-context.ts';

/** What of a shard is there already. */
export interface Survey {
  /** One for each image of the shard that is whole and recorded. */
  readonly done: Uint8Array;
  readonly doneCount: number;
  /** Images that were recorded and are missing, changed or broken: they are drawn again. */
  readonly lostCount: number;
  /** Whether the manifest will be in the table's order when the images that are missing are added at its end. */
  readonly isSorted: boolean;
}

const IMAGE_NAME = /^(\d{6})-(\d{3})-.*\.png$/;
const TEMPORARY_NAME = /^\.writing-(\d{6})-(\d{3})\.tmp$/;

/** The name under which an image is written before it is whole: told by shard, unlike a random one. */
export function temporaryName(row: number, image: number): string {
  return `.writing-${imagePlace(row, image)}.tmp`;
}

/**
 * Looks at what an earlier run left of this shard: keeps the manifest's lines whose files are as recorded, takes
 * over images that were written and not yet recorded, and removes what is neither.
 * @throws LightboxError CONFLICT where a film has changed since an image of it was drawn
 */
export async function surveyRun(run: TableRun): Promise<Survey> {
  const done = new Uint8Array(run.plan.images);
  let recorded = 0;
  let doneCount = 0;
  let lastPlace = -1;
  let isSorted = true;
  const take = (ordinal: number): void => {
    done[ordinal] = 1;
    doneCount += 1;
    if (ordinal < lastPlace) isSorted = false;
    lastPlace = ordinal;
  };
  if (run.manifestExists) {
    const { directory } = run;
    await replaceLines(
      run.manifestFile,
      keptLines(wholeLines(run.manifestFile), async (line) => {
        recorded += 1;
        const ordinal = await ordinalOfLine(line, run, directory);
        if (ordinal === null || done[ordinal] === 1) return false;
        take(ordinal);
        return true;
      }),
    );
  }
  const lostCount = recorded - doneCount;
  for await (const { name, found } of filesOfShard(run)) {
    const { ordinal } = found;
    if (done[ordinal] === 1 && IMAGE_NAME.test(name)) continue;
    const line = IMAGE_NAME.test(name) ? await adoptImage(run, found, name) : null;
    if (line === null) await rm(path.join(run.directory, name), { force: true });
    else {
      await run.manifest.write(line);
      take(ordinal);
    }
  }
  if (doneCount > 0) await run.manifest.flush();
  const firstMissing = done.indexOf(0);
  if (firstMissing >= 0 && firstMissing < lastPlace) isSorted = false;
  return { done, doneCount, lostCount, isSorted };
}

async function* keptLines(
  lines: AsyncIterable<string>,
  keep: (line: string) => Promise<boolean>,
): AsyncGenerator<string> {
  for await (const line of lines) if (await keep(line)) yield line;
}

/** The place of the image that a line records, where its file is whole; null where it must be drawn again. */
async function ordinalOfLine(line: string, run: TableRun, directory: string): Promise<number | null> {
  const entry = parseManifestLine(line);
  if (entry === null) return null;
  const found = run.find(entry.row, entry.image);
  if (found === null) return null;
  const { sourceImage = null, maskImage = null } = entry.edit ?? {};
  const { hashes, row } = found.planned;
  if (hashes.sourceImage !== sourceImage || hashes.maskImage !== maskImage) {
    const film = hashes.sourceImage === sourceImage ? row.mask : row.initImage;
    throw new LightboxError(
      'CONFLICT',
      `${directory} holds images of row ${row.row} from another ${film}: it has changed since. Use another folder, or put the file back.`,
      { row: row.row },
    );
  }
  if (line !== run.lineOf(found.planned, entry.image, entry)) return null;
  const bytes = await readFile(path.join(directory, entry.file)).catch(() => null);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== entry.fileSha256) return null;
  return found.ordinal;
}

/** Images and half-written files in the folder that belong to this shard. */
async function* filesOfShard(run: TableRun): AsyncGenerator<{ name: string; found: PlannedImage }> {
  for await (const { name } of await opendir(run.directory)) {
    const [, row, image] = IMAGE_NAME.exec(name) ?? TEMPORARY_NAME.exec(name) ?? [];
    const found = run.find(Number(row), Number(image));
    if (found !== null) yield { name, found };
  }
}
