import { decodedImageToGrey8 } from '../../src-core/diffusion/image.ts';
import {
  latentsToGrey8,
  type PreviewMap,
  STABLE_DIFFUSION_PREVIEW,
} from '../../src-core/diffusion/latent-preview.ts';
import { latentsForDecoder } from '../../src-core/diffusion/latent-scaling.ts';
import type { LatentShape } from './denoising-start.ts';
import type { InferenceClock } from './inference-clock.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { LatentPreview } from './protocol.ts';

/** Stable Diffusion 1 and 2's own scaling factor: a VAE with another one has latents of its own meaning. */
const STABLE_DIFFUSION_SCALING = 0.18215;

/**
 * A look at an image in the making: its predicted clean latents as a small grey picture, or decoded in full.
 * @returns undefined where the latents decode to nothing that can be shown; the image itself goes on
 */
export async function previewOf(
  model: LoadedModel,
  shape: LatentShape,
  clean: Float32Array,
  decoded: boolean,
  clock: InferenceClock,
): Promise<LatentPreview | undefined> {
  if (!decoded) {
    const map = model.previewFit.map() ?? knownMap(model);
    const pixels = latentsToGrey8({ ...shape, values: clean }, map);
    return { widthPixels: shape.columns, heightPixels: shape.rows, pixels };
  }
  const values = latentsForDecoder(clean, model.folder.vae, model.precision);
  const image = await clock.measure(() => model.sessions.decode({ ...shape, batch: 1, values }));
  if (!image.values.every(Number.isFinite)) return undefined;
  const { widthPixels, heightPixels } = image;
  return { widthPixels, heightPixels, pixels: decodedImageToGrey8(image) };
}

function knownMap({ folder: { vae } }: LoadedModel): PreviewMap | null {
  const known = vae.latent_channels === 4 && vae.scaling_factor === STABLE_DIFFUSION_SCALING;
  return known ? STABLE_DIFFUSION_PREVIEW : null;
}
