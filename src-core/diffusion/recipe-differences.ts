import type { Recipe } from './recipe.ts';

/** Something of a recipe that decides how numbers are rounded and is another here. */
export interface EnvironmentDifference {
  readonly what: string;
  readonly recorded: string;
  readonly here: string;
}

/** So much of a hash tells two files apart. */
const SHOWN_HASH_DIGITS = 12;

/** What differs between the environment that made an image and the one that made it again. */
export function environmentDifferences(recorded: Recipe, again: Recipe): EnvironmentDifference[] {
  const files = differingFiles(recorded, again);
  const aspects: readonly (readonly [string, (recipe: Recipe) => string])[] = [
    ['provider', ({ provider }) => provider],
    ['threads', ({ threads }) => String(threads)],
    ['precision', ({ precision }) => precision],
    ['processor', processorOf],
    ['onnxruntime', ({ onnxruntimeVersion }) => onnxruntimeVersion],
    ['product', ({ productVersion }) => productVersion],
    ['model name', ({ model }) => model.name],
    ['model files', ({ model }) => files.map((file) => shownFile(file, model.components[file])).join(', ')],
    ['source film', ({ sourceImage }) => shownHash(sourceImage)],
    ['mask', ({ maskImage }) => shownHash(maskImage)],
  ];
  return aspects
    .map(([what, aspect]) => ({ what, recorded: aspect(recorded), here: aspect(again) }))
    .filter(({ recorded: then, here }) => then !== here);
}

/** Files of either model that the other lacks or has otherwise, by name. */
function differingFiles({ model: recorded }: Recipe, { model: again }: Recipe): readonly string[] {
  const names = new Set([...Object.keys(recorded.components), ...Object.keys(again.components)]);
  return [...names].filter((file) => recorded.components[file] !== again.components[file]).sort();
}

function shownFile(file: string, sha256: string | undefined): string {
  return sha256 === undefined ? `no ${file}` : `${file} ${shownHash(sha256)}`;
}

function shownHash(sha256: string | null): string {
  return sha256?.slice(0, SHOWN_HASH_DIGITS) ?? 'none';
}

function processorOf({ processor }: Recipe): string {
  if (processor === null) return 'unknown';
  return [processor.architecture, ...processor.features].join(' ');
}
