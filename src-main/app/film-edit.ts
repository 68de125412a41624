import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash } from '../../src-core/base/ids.ts';
import type { FilmEdit, GenerationRequest } from '../../src-core/contract/generation-calls.ts';
import type { EditSource } from '../engine/protocol.ts';
import type { FilmEdit as StoredEdit } from '../store/ports.ts';
import { filmPicture } from './film-picture.ts';
import type { AppPorts } from './ports.ts';

type EditRequest = Pick<GenerationRequest, 'modelId' | 'edit' | 'fixed'>;

/** What the engine starts an image from; null for text to image. */
export type EditPart = EditSource | null;

/**
 * Whether an edit can be drawn at all: its film and mask are there and fit, and its model can do the task.
 * @throws LightboxError NOT_FOUND, BAD_INPUT, MODEL_UNSUPPORTED, MODEL_*
 */
export async function requireEditPossible(
  { store, models }: AppPorts,
  { modelId, edit }: EditRequest,
): Promise<void> {
  if (edit === null) return;
  const film = store.films.get(edit.sourceFilmId);
  if (edit.maskId !== null) await requireMaskOfFilm(store, edit.maskId as BlobHash, film);
  const { tasks, name } = await models.describe(modelId);
  const ability = tasks[edit.maskId === null ? 'image-to-image' : 'inpainting'];
  if (ability.possible) return;
  throw new LightboxError(
    'MODEL_UNSUPPORTED',
    `The model ${name} cannot do this: ${ability.reason ?? 'its folder does not say why'}. Choose another model.`,
    { model: modelId },
  );
}

/**
 * Film and mask of a request at the image's size, by the same functions as the command line's.
 * @throws LightboxError NOT_FOUND, STORE_CORRUPT, BAD_INPUT
 */
export async function engineEdit(
  { store, models, fileWork }: AppPorts,
  { modelId, edit, fixed }: EditRequest,
): Promise<EditPart> {
  if (edit === null) return null;
  const film = store.films.get(edit.sourceFilmId);
  const maskId = edit.maskId as BlobHash | null;
  if (maskId !== null) await requireMaskOfFilm(store, maskId, film);
  const { widthPx, heightPx } = fixed ?? (await models.view(modelId));
  const pictures = await fileWork.fitEdit({
    film: await filmPicture(store.blobs, film),
    mask: maskId === null ? null : await store.blobs.get(maskId),
    imageWidth: widthPx,
    imageHeight: heightPx,
  });
  return { ...pictures, strength: edit.strength };
}

/** What the store keeps of it with each film of the job. */
export function storedEdit({ edit }: { readonly edit: FilmEdit | null }): StoredEdit | null {
  if (edit === null) return null;
  return { sourceFilmId: edit.sourceFilmId, maskBlob: edit.maskId as BlobHash | null };
}

async function requireMaskOfFilm(
  store: AppPorts['store'],
  maskId: BlobHash,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<void> {
  const bytes = await store.blobs.size(maskId);
  if (bytes === width * height) return;
  throw new LightboxError(
    'BAD_INPUT',
    `The mask has ${bytes} pixels, the film ${width} x ${height}: draw it on this film.`,
    { maskId, expected: width * height, given: bytes },
  );
}
