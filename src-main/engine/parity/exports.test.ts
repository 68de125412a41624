import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  caseName,
  createParityEngine,
  latentDifference,
  type ParityImage,
} from '../../../tools/goldens/parity-engine.ts';
import { meanAbsoluteDifference } from '../test-engine.ts';

/** Exports of one and the same weights, as tools/goldens/make_pipeline_goldens.py wrote them. */
const EXPORTS = {
  'sd1-external': 'weights beside the graph, as above 2 GB',
  'sd1-older': 'int32 ids, one int64 timestep',
  'sd1-oldest': 'int32 ids, a float timestep for each image',
} as const;
type Export = keyof typeof EXPORTS;
const folders = Object.keys(EXPORTS) as Export[];

const engine = createParityEngine(['sd1', ...folders]);
afterAll(() => engine.dispose());

describe('the same weights exported otherwise give the same bits', () => {
  // DDIM's timesteps are whole here, so that every kind of graph gets the same numbers.
  const cases = engine.casesOf('sd1').filter(({ scheduler }) => scheduler === 'ddim');
  const expected: ParityImage[] = [];
  beforeAll(async () => {
    for (const recorded of cases) expected.push(await engine.draw(recorded));
  });

  for (const folder of folders) {
    it(`${folder}: ${EXPORTS[folder]}`, async () => {
      expect(new Set(cases.map(({ task }) => task)).size).toBe(3);
      for (const [index, recorded] of cases.entries()) {
        const image = await engine.draw(recorded, folder);
        expect(image.trajectory, caseName(recorded)).toEqual(expected[index]?.trajectory);
        expect(image.sha256, caseName(recorded)).toBe(expected[index]?.sha256);
      }
    });
  }
});

describe('int64 timesteps cut fractions off, as optimum and diffusers do for such a graph', () => {
  for (const recorded of engine.casesOf('sd1-older')) {
    it(`${caseName(recorded)}: the latents and picture of diffusers with onnxruntime in it`, async () => {
      const image = await engine.draw(recorded);
      expect(latentDifference(image, recorded.latents)).toBeLessThan(1e-4);
      expect(meanAbsoluteDifference(image.pixels, recorded.grey8)).toBeLessThan(0.01);
    });
  }
});
