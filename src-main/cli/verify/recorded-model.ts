import { statSync } from 'node:fs';
import path from 'node:path';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { Recipe } from '../../../src-core/diffusion/recipe.ts';
import { hashModelFiles } from '../../engine/model-files.ts';
import { findModels, locateModel } from '../model-locations.ts';

type RecordedModel = Recipe['model'];

/**
 * The folder of the model that made an image: the one that is named, else one of the recipe's name whose files are
 * the recorded ones, else any model here with those files.
 * @throws LightboxError MODEL_NOT_FOUND; MODEL_CHANGED naming the files that differ
 */
export async function findRecordedModel(
  recorded: RecordedModel,
  named: string | undefined,
  roots: readonly string[],
): Promise<string> {
  if (named !== undefined) {
    const directory = locateModel(named, roots);
    await requireFiles(directory, recorded);
    return directory;
  }
  const models = findModels(roots);
  const namesake = models.find(({ name }) => name === recorded.name);
  for (const { directory } of [...(namesake === undefined ? [] : [namesake]), ...models])
    if ((await differingFiles(directory, recorded, 'first')).length === 0) return directory;
  if (namesake !== undefined) await requireFiles(namesake.directory, recorded);
  const names = models.map(({ name }) => name).join(', ') || 'none';
  throw new LightboxError(
    'MODEL_NOT_FOUND',
    `The model ${recorded.name} that made this image is not here, nor one with its files; models here: ${names}. Name its folder with --model.`,
    { model: recorded.name },
  );
}

async function requireFiles(directory: string, recorded: RecordedModel): Promise<void> {
  const files = await differingFiles(directory, recorded, 'all');
  if (files.length === 0) return;
  throw new LightboxError(
    'MODEL_CHANGED',
    `The model ${directory} is not the one that made this image: ${files.join(', ')} ${files.length === 1 ? 'differs' : 'differ'} or ${files.length === 1 ? 'is' : 'are'} missing. Name another folder with --model.`,
    { directory, files: files.join('\n') },
  );
}

/** Recorded files that a folder lacks or has otherwise; small ones are compared first. */
async function differingFiles(
  directory: string,
  { components }: RecordedModel,
  wanted: 'first' | 'all',
): Promise<string[]> {
  const files = Object.keys(components).map((file) => ({ file, bytes: sizeOf(directory, file) }));
  const differing = files.filter(({ bytes }) => bytes === null).map(({ file }) => file);
  const present = files.flatMap(({ file, bytes }) => (bytes === null ? [] : [{ file, bytes }]));
  for (const { file } of present.sort((left, right) => left.bytes - right.bytes)) {
    if (wanted === 'first' && differing.length > 0) break;
    const [found] = await hashModelFiles(directory, [file]);
    if (found?.sha256 !== components[file]) differing.push(file);
  }
  return differing.sort();
}

/** Null where there is no such file inside the folder: a recipe may come from anyone. */
function sizeOf(directory: string, file: string): number | null {
  if (file.split(/[\\/]/).includes('..')) return null;
  const facts = statSync(path.join(directory, file), { throwIfNoEntry: false });
  return facts?.isFile() === true ? facts.size : null;
}
