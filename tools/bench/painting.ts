import { mkdtempSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { loadViewerHarness } from '../../e2e/support/viewer-harness.ts';
import { killWorkstation, launchWorkstation } from '../support/launch.ts';

/**
 * How long a radiograph of 2,828 x 2,320 pixels of 16 bits takes to its first frame, and a frame while the window is
 * dragged, beside an empty frame of the same canvas, in the real window in one run:
 *
 *     npm run bench:painting
 *
 * Frames are drawn as fast as they can be and read back in one pixel, which waits for the graphics processor.
 */
const FILM = { width: 2828, height: 2320 };
const VIEWPORT = { width: 1600, height: 1200 };
const FRAMES = 20;
const ROUNDS = 3;

const station = await launchWorkstation({
  userData: path.join(mkdtempSync(path.join(tmpdir(), 'lightbox-painting-')), 'data'),
  size: { width: 1680, height: 1260 },
});
try {
  await loadViewerHarness(station.page);
  const found = await station.page.evaluate((task) => window.viewerHarness.measurePainting(task), {
    film: FILM,
    viewport: VIEWPORT,
    frames: FRAMES,
    rounds: ROUNDS,
  });
  const ratio = (ms: number): string => (ms / found.emptyMs).toFixed(1);
  const row = (name: string, ms: number): string => `| ${name} | ${ms.toFixed(2)} | ${ratio(ms)} |`;
  process.stdout.write(
    [
      `${FILM.width} x ${FILM.height}, 16 bits, on a canvas of ${VIEWPORT.width} x ${VIEWPORT.height}; median of ${ROUNDS} rounds of ${FRAMES} frames.`,
      `${found.renderer}; ${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores; uploads in a drag of ${FRAMES} frames: ${found.uploads}.`,
      '',
      '| | ms | Times an empty frame |',
      '|---|---|---|',
      row('Empty frame', found.emptyMs),
      row('First paint: context, shader, upload, whole film', found.firstMs),
      row('Frame of a window drag, whole film', found.wholeMs),
      row('Frame of a window drag, 1:1', found.actualMs),
      row('Canvas painter: first paint, whole film', found.canvasFirstMs),
      row('Canvas painter: frame of a window drag, whole film', found.canvasMs),
      '',
    ].join('\n'),
  );
} finally {
  await killWorkstation(station);
}
