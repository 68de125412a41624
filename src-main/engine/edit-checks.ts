import { LightboxError } from '../../src-core/base/errors.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { EditSource } from './protocol.ts';

/**
 * Whether a model can do a task at all: edits need a VAE encoder, and a UNet with channels for a mask needs one.
 * @throws LightboxError BAD_INPUT or MODEL_UNSUPPORTED, saying what to do
 */
export function requireTaskOfModel(
  { folder, components }: Pick<LoadedModel, 'folder' | 'components'>,
  edit: { readonly mask: unknown } | null,
): void {
  const { unet, vae, name } = folder;
  if (edit !== null && components['vae_encoder/model.onnx'] === undefined) {
    throw new LightboxError(
      'MODEL_UNSUPPORTED',
      `The model ${name} cannot edit films: it has no vae_encoder/model.onnx. Export it with its VAE encoder, or choose another model.`,
      { file: 'vae_encoder/model.onnx' },
    );
  }
  const latentChannels = vae.latent_channels;
  const needsMask = unet.in_channels === 2 * latentChannels + 1;
  if (needsMask && edit?.mask == null) {
    throw new LightboxError(
      'BAD_INPUT',
      `The model ${name} only fills masked areas of a film (its UNet takes ${unet.in_channels} channels): give it a film and a mask, or choose another model.`,
      { inputChannels: unet.in_channels },
    );
  }
  if (!needsMask && unet.in_channels !== latentChannels) {
    throw new LightboxError(
      'MODEL_UNSUPPORTED',
      `unet/config.json: in_channels is ${unet.in_channels}; supported are the VAE's ${latentChannels} latent channels, or ${2 * latentChannels + 1} for inpainting.`,
      { file: 'unet/config.json', field: 'in_channels' },
    );
  }
}

/**
 * Whether film and mask have the image's size.
 * @throws LightboxError BAD_INPUT
 */
export function requireEditableSize(edit: EditSource, widthPixels: number, heightPixels: number): void {
  const { grey, mask } = edit;
  if (edit.widthPixels !== widthPixels || edit.heightPixels !== heightPixels) {
    throw new LightboxError(
      'BAD_INPUT',
      `The film to edit is ${edit.widthPixels} x ${edit.heightPixels} pixels; the image is to have ${widthPixels} x ${heightPixels}: bring the film to that size first.`,
      { widthPixels, heightPixels },
    );
  }
  const pixels = widthPixels * heightPixels;
  if (grey.length === pixels && (mask === null || mask.length === pixels)) return;
  throw new LightboxError(
    'BAD_INPUT',
    `A film of ${widthPixels} x ${heightPixels} has ${pixels} values; got ${grey.length}${mask === null ? '' : ` and a mask of ${mask.length}`}.`,
    { expected: pixels, film: grey.length, mask: mask?.length ?? null },
  );
}
