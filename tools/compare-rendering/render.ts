/**
 * Renders a DICOM film in its own and other windows with the program's chain, for compare.py, which calls it:
 *
 *     node tools/compare-rendering/render.ts FILE OUT
 *
 * Writes the greys of every way to OUT/N.u16 (16 bits, little endian, row by row) and prints the ways as JSON.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { autoWindow, occurringValues, windowOfTransform } from '../../src-core/imaging/display-range.ts';
import { renderDisplay, type VoiWindow } from '../../src-core/imaging/film-display.ts';
import { decodeDicom } from '../../src-main/files/dicom.ts';

const [file, out] = process.argv.slice(2);
if (file === undefined || out === undefined) throw new Error('usage: render.ts FILE OUT');
const { radiograph } = await decodeDicom(readFileSync(file), path.basename(file));
const { low, high } = occurringValues(radiograph);
const own = windowOfTransform(radiograph.display.choices[0].transform);
const auto = autoWindow(radiograph);

/** The film's own window, what the viewer's auto window gives, and wide and narrow ones of every function. */
const WAYS: readonly (readonly [name: string, window: VoiWindow])[] = [
  ['own', own],
  ['auto', auto],
  ['dark', { ...own, centre: own.centre + own.width / 4 }],
  ['narrow', { ...own, width: Math.max(1, Math.round(own.width / 4)) }],
  ['exact', { ...auto, function: 'LINEAR_EXACT', width: Math.round((high - low) / 2) }],
  ['sigmoid', { ...auto, function: 'SIGMOID', width: Math.round((high - low) / 2) }],
];

mkdirSync(out, { recursive: true });
for (const [index, [, window]] of WAYS.entries()) {
  const greys = renderDisplay(radiograph, window);
  writeFileSync(path.join(out, `${index}.u16`), new Uint8Array(greys.buffer));
}
const ways = WAYS.map(([name, { function: shape, centre, width }]) => ({
  name,
  function: shape,
  centre,
  width,
}));
process.stdout.write(`${JSON.stringify({ ways })}\n`);
