import { afterAll, describe, expect, it } from 'vitest';
import { caseName, createParityEngine, latentDifference } from '../../../tools/goldens/parity-engine.ts';
import { meanAbsoluteDifference } from '../test-engine.ts';

/** Folders of tools/goldens/make_pipeline_goldens.py whose graphs are in float32, and what they stand for. */
const CLASSES = {
  sd1: 'Stable Diffusion 1.x',
  'roentgen-v1': 'Stable Diffusion 1.x as RoentGen is run',
  'roentgen-v2': 'Stable Diffusion 2.x, epsilon, as RoentGen-v2 is run',
  sd2v: 'Stable Diffusion 2.x, v prediction',
  'sd2v-zero-snr': 'Stable Diffusion 2.x, v prediction, zero terminal SNR',
  grey: 'one channel, 3 latent channels, 4 pixels a latent, not square',
  'grey-outdated': 'the same with scheduler settings that diffusers overrules',
  bert: 'a WordPiece text encoder',
  'bert-projected': 'a WordPiece text encoder with a projection',
  'bert-masked': 'a WordPiece text encoder that does not see padding',
  inpaint9: 'an inpainting UNet of 9 channels',
} as const;
type Folder = keyof typeof CLASSES;
const folders = Object.keys(CLASSES) as Folder[];

const engine = createParityEngine(folders);
afterAll(() => engine.dispose());

/** Reached (tools/goldens/README.md): 4e-5 and 0.001; a hundredth of the guidance scale moves latents by more than 1.5e-3. */
const MAX_LATENT_DIFFERENCE = 3e-4;
const MAX_PICTURE_DIFFERENCE = 0.05;

for (const folder of folders) {
  describe(`${folder} (${CLASSES[folder]}): the same latents and picture as diffusers`, () => {
    for (const recorded of engine.casesOf(folder)) {
      it(caseName(recorded), async () => {
        const image = await engine.draw(recorded);
        expect(latentDifference(image, recorded.latents)).toBeLessThan(MAX_LATENT_DIFFERENCE);
        expect(meanAbsoluteDifference(image.pixels, recorded.grey8)).toBeLessThan(MAX_PICTURE_DIFFERENCE);
        expect([image.width, image.height]).toEqual([recorded.widthPixels, recorded.heightPixels]);
        expect(image.recipe.task).toBe(recorded.task);
      });
    }
  });
}
