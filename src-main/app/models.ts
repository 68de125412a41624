import type { HandlersOf } from './handlers.ts';
import type { ModelAdding } from './model-adding.ts';
import type { ModelWork } from './model-work.ts';
import type { AppPorts } from './ports.ts';
import { removeModel, verifyModel } from './registered-models.ts';
import { signedIn } from './session.ts';

/** The models of this workstation: looking, adding, checking, removing. */
export function modelHandlers(ports: AppPorts, work: ModelWork, adding: ModelAdding): HandlersOf<'models'> {
  const { models } = ports;
  return {
    'models.list': async () => [...(await models.list())],
    'models.describe': ({ modelId }) => models.describe(modelId),
    'models.found': async () => [...(await models.found())],
    'models.chooseFolder': () => adding.chooseFolder(),
    'models.chooseFound': ({ folderName }) => adding.chooseFound(folderName),
    'models.chooseRegistered': ({ modelId }) => adding.chooseRegistered(modelId),
    'models.inspect': ({ selectionId }, session) => adding.inspect(selectionId, signedIn(session).name),
    'models.smokeImage': async ({ selectionId }, session) => {
      const { image, elapsedMs } = await adding.smokeImage(selectionId, signedIn(session).name);
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
      const { id } = await adding.register(selectionId, { name, copy }, signedIn(session).name);
      return models.view(id);
    },
    'models.verify': ({ modelId }, session) => verifyModel(ports, work, modelId, signedIn(session).name),
    'models.cancel': () => {
      work.cancel();
      return {};
    },
    'models.remove': async ({ modelId, deleteCopy }, session) => {
      await removeModel(ports, work, { id: modelId, deleteCopy, actor: signedIn(session).name });
      return {};
    },
  };
}
