import { readFileSync } from 'node:fs';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { fontFile } from '../fonts.ts';
import { packageFile } from '../node-packages.ts';
import { joinPngChunks, splitPngChunks } from '../png-chunks.ts';
import { TYPEFACE } from './typeface.ts';

/** The file gives its size in points, which a renderer takes as 96 pixels for 72. */
const PIXELS_PER_INCH = 96;

let started: Promise<void> | undefined;

/**
 * A figure of renderFigure as PNG; the same SVG and resolution give the same bytes.
 * @param dotsPerInch at the printed size: 300 for a journal, 600 for line art.
 */
export async function figurePng(svg: string, dotsPerInch = 300): Promise<Uint8Array> {
  started ??= initWasm(readFileSync(packageFile('@resvg/resvg-wasm/index_bg.wasm')));
  await started;
  const resvg = new Resvg(svg, {
    font: {
      fontBuffers: [readFileSync(fontFile('regular')), readFileSync(fontFile('semibold'))],
      defaultFontFamily: TYPEFACE,
      loadSystemFonts: false,
    },
    fitTo: { mode: 'zoom', value: dotsPerInch / PIXELS_PER_INCH },
  });
  try {
    const image = resvg.render();
    const png = image.asPng();
    image.free();
    return withResolution(png, dotsPerInch);
  } finally {
    resvg.free();
  }
}

const METRES_PER_INCH = 0.0254;

/** Says the size in print (PNG, chunk pHYs), without which a page takes a pixel as 1/72 or 1/96 of an inch. */
function withResolution(png: Uint8Array, dotsPerInch: number): Uint8Array {
  const data = new Uint8Array(9);
  const view = new DataView(data.buffer);
  const perMetre = Math.round(dotsPerInch / METRES_PER_INCH);
  view.setUint32(0, perMetre);
  view.setUint32(4, perMetre);
  view.setUint8(8, 1);
  const [header, ...rest] = splitPngChunks(png);
  if (header === undefined) throw new Error('The PNG encoder wrote no header');
  return joinPngChunks([header, { type: 'pHYs', data }, ...rest]);
}
