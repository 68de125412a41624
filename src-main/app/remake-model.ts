import path from 'node:path';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import type { ModelId } from '../../src-core/base/ids.ts';
import type { ModelView } from '../../src-core/contract/model-calls.ts';
import type { Recipe } from '../../src-core/diffusion/recipe.ts';
import type { AppPorts } from './ports.ts';

export interface FoundModel {
  readonly modelId: ModelId;
  /** Whether it goes by the recipe's name here: its own, its id or its folder's, which is what recipes record. */
  readonly namesake: boolean;
  /** Files of the recipe that the model lacks or has otherwise; empty where it is the one that made the image. */
  readonly changedFiles: readonly string[];
}

/**
 * The model whose files are the recipe's, whatever its name; else the one of that name, with the files that differ.
 * @throws LightboxError MODEL_NOT_FOUND, CANCELLED
 */
export async function findModel(
  { models }: AppPorts,
  { name, components }: Recipe['model'],
): Promise<FoundModel> {
  const isNamesake = (view: ModelView): boolean =>
    [view.name, view.id, path.basename(view.folder)].includes(name);
  const views = [...(await models.list())].sort(
    (left, right) => Number(isNamesake(right)) - Number(isNamesake(left)),
  );
  let namesake: FoundModel | null = null;
  for (const view of views) {
    if (view.problem !== null) continue;
    const changedFiles = await differingFiles(models, view.id, components);
    const found = { modelId: view.id, namesake: isNamesake(view), changedFiles };
    if (changedFiles.length === 0) return found;
    if (found.namesake) namesake ??= found;
  }
  if (namesake !== null) return namesake;
  const broken = views.find((view) => view.problem !== null && isNamesake(view));
  const message =
    broken === undefined
      ? `The model ${name} that made this image is not here, nor one with its files. Add it under Models, then try again.`
      : `The model ${name} that made this image cannot be used: ${broken.problem}`;
  throw new LightboxError('MODEL_NOT_FOUND', message, { model: name });
}

/** A model that cannot be looked at is none that could have made the image. */
async function differingFiles(
  models: AppPorts['models'],
  id: ModelId,
  components: Recipe['model']['components'],
): Promise<readonly string[]> {
  const description = await models.describe(id).catch((thrown: unknown) => {
    if (toLightboxError(thrown).code === 'CANCELLED') throw thrown;
    return null;
  });
  const here = new Map((description?.files ?? []).map(({ file, sha256 }) => [file, sha256]));
  return Object.keys(components)
    .filter((file) => here.get(file) !== components[file])
    .sort();
}
