/**
 * Draws sample figures of every kind, usual and hard ones, in both themes, to be looked at:
 *
 *     node tools/figures-sheet.ts FOLDER [ID_BEGINS_WITH] [DOTS_PER_INCH = 150]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FIGURE_THEMES, figureSchema } from '../src-core/report/figure.ts';
import { figurePng } from '../src-main/files/figures/figure-png.ts';
import { renderFigure } from '../src-main/files/figures/render-figure.ts';
import { sampleFigures } from '../src-main/files/figures/testing/sample-figures.ts';

const [folder, begins = '', dotsPerInch = '150'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node tools/figures-sheet.ts FOLDER [ID_BEGINS_WITH] [DOTS_PER_INCH]');
  process.exit(2);
}
await mkdir(folder, { recursive: true });
for (const figure of sampleFigures().filter(({ id }) => id.startsWith(begins))) {
  for (const theme of FIGURE_THEMES) {
    const started = performance.now();
    const svg = renderFigure(figureSchema.parse(figure), theme);
    const drawn = performance.now();
    const png = await figurePng(svg, Number(dotsPerInch));
    const file = path.join(folder, `${figure.id}.${theme}`);
    await writeFile(`${file}.svg`, svg);
    await writeFile(`${file}.png`, png);
    const times = `${Math.round(drawn - started)} ms, PNG ${Math.round(performance.now() - drawn)} ms`;
    console.log(`${file}: ${Math.round(svg.length / 1024)} KB, ${times}`);
  }
}
