import type { HandlersOf } from './handlers.ts';
import type { ModelManager } from './model-manager.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

/** The models of this workstation: looking, adding, checking, removing. */
export function modelHandlers({ models }: AppPorts, manager: ModelManager): HandlersOf<'models'> {
  return {
    'models.list': async () => [...(await models.list())],
    'models.describe': ({ modelId }) => models.describe(modelId),
    'models.found': async () => [...(await models.found())],
    'models.chooseFolder': () => manager.chooseFolder(),
    'models.chooseFound': ({ folderName }) => manager.chooseFound(folderName),
    'models.chooseRegistered': ({ modelId }) => manager.chooseRegistered(modelId),
    'models.inspect': ({ selectionId }, session) => manager.inspect(selectionId, signedIn(session).name),
    'models.smokeImage': async ({ selectionId }, session) => {
      const { image, elapsedMs } = await manager.smokeImage(selectionId, signedIn(session).name);
      const { prompt, steps, seed, provider, precision } = image.recipe;
      return {
        pixelsUrl: session.previewUrl(image.pixels),
        widthPx: image.width,
        heightPx: image.height,
        prompt,
        steps,
        seed,
        provider,
        precision,
        elapsedMs,
      };
    },
    'models.register': async ({ selectionId, name, copy }, session) => {
      const { id } = await manager.register(selectionId, { name, copy }, signedIn(session).name);
      return models.view(id);
    },
    'models.verify': ({ modelId }, session) => manager.verify(modelId, signedIn(session).name),
    'models.cancel': () => {
      manager.cancel();
      return {};
    },
    'models.remove': async ({ modelId, deleteCopy }, session) => {
      await manager.remove(modelId, deleteCopy, signedIn(session).name);
      return {};
    },
  };
}
