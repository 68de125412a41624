import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { identityDisplay } from '../../src-core/imaging/film-display.ts';
import { normaliseFilm, planNormalisation } from '../../src-core/imaging/normalise.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { FilmNormaliser } from './film-normaliser.ts';
import { jpegRoundTrip } from './jpeg.ts';

const workerFile = path.join(path.dirname(fileURLToPath(import.meta.url)), 'normalise-worker.ts');
const normaliser = new FilmNormaliser(workerFile);
afterAll(() => normaliser.dispose());

const film = (seed: number) => ({
  width: 64,
  height: 64,
  pixels: Uint8Array.from(drawPhantom(seed, { sizePx: 64 }).radiograph.pixels),
  bits: 8 as const,
  display: identityDisplay(8),
});
const plan = planNormalisation([{ width: 64, height: 64, lossy: false }]);

describe('the normaliser', () => {
  it('gives films that are asked for at once each its own pixels', async () => {
    const films = [film(1), film(2), film(3)];
    const answers = await Promise.all(films.map((each) => normaliser.normalise({ film: each, plan })));
    const alone = films.map((each) => normaliseFilm(each, plan, jpegRoundTrip));
    expect(answers.map((pixels) => [...pixels])).toEqual(alone.map((pixels) => [...pixels]));
  });

  it('goes on with the next film after one that cannot be normalised', async () => {
    const tooFew = { ...film(1), pixels: new Uint8Array(3) };
    const [bad, good] = await Promise.allSettled([
      normaliser.normalise({ film: tooFew, plan: { ...plan, matrixSizePx: -1 } }),
      normaliser.normalise({ film: film(2), plan }),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
    expect(good).toMatchObject({ status: 'fulfilled' });
  });
});
