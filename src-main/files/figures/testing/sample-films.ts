import { seededRandom } from '../../../../src-core/base/random.ts';
import { drawPhantom } from '../../../../src-core/imaging/phantom.ts';
import type { FigureOf } from '../../../../src-core/report/figure.ts';
import { encodeGrey8Png } from '../../png.ts';
import { about, names, normal } from './made-up.ts';

const SIDE_PX = 256;

export function markMap(id: string, readers: number, film: boolean): FigureOf<'mark-map'> {
  const random = seededRandom(id);
  const marks = names(readers).flatMap((reader, index) => {
    const near = (centre: number) => centre + 9 * normal(random);
    const point = { reader, label: 'Nodule', x: near(90), y: near(110), width: null, height: null };
    const box = { reader, label: 'Opacity', x: near(150), y: near(150), width: 40, height: 32 };
    return index % 2 === 0 ? [point, box] : [point];
  });
  return {
    kind: 'mark-map',
    ...about(id, 'Marks on a film'),
    matrixSizePx: SIDE_PX,
    filmPng: film ? phantomPng() : null,
    marks,
  };
}

/** Marks on the edge and beyond, without the film. */
export function markMapHard(): FigureOf<'mark-map'> {
  const at = (x: number, y: number) => ({ reader: 'Reader 01', label: '', x, y, width: null, height: null });
  return {
    kind: 'mark-map',
    ...about('mark-map-hard', 'Marks on the edge'),
    matrixSizePx: SIDE_PX,
    filmPng: null,
    marks: [at(0, 0), at(SIDE_PX, SIDE_PX), { ...at(240, 100), width: 60, height: 30 }],
  };
}

function phantomPng(): string {
  const { pixels, width, height } = drawPhantom(7, { sizePx: SIDE_PX }).radiograph;
  return Buffer.from(encodeGrey8Png(Uint8Array.from(pixels), width, height)).toString('base64');
}

export function flow(id: string, arms: readonly string[]): FigureOf<'flow'> {
  return {
    kind: 'flow',
    ...about(id, 'Flow of cases'),
    arms: arms.map((label, index) => ({
      label,
      steps: [
        {
          label: index === 0 ? 'Imported into the library' : 'Generated',
          count: 1240 + 60 * index,
          left: [
            { reason: 'Rejected in curation: anatomy not plausible', count: 212 },
            { reason: 'Rejected in curation: text or devices burned in', count: 31 },
            { reason: 'Not drawn into the sample', count: 897 },
          ],
        },
        { label: 'In the frozen protocol', count: 100 + 60 * index, left: [] },
        {
          label: 'Allocated to readers (readings)',
          count: 1000,
          left: index === 1 ? [] : [{ reason: 'Reader withdrew', count: 100 }],
        },
        {
          label: 'Analysed (readings)',
          count: 900,
          left:
            index === 2
              ? [{ reason: 'Interrupted for more than an hour, left out of times', count: 14 }]
              : [],
        },
      ],
    })),
  };
}
