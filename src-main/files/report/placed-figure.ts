import { LightboxError } from '../../../src-core/base/errors.ts';
import type { ReportBlock } from '../../../src-core/report/document.ts';
import type { Figure } from '../../../src-core/report/figure.ts';

/** What the blocks of one report share. */
export interface ReportParts {
  /** "Table 3", "Figure 1". */
  readonly numbers: ReadonlyMap<ReportBlock, string>;
  readonly figures: readonly Figure[];
  /** SVG by the figure's id. */
  readonly drawings: ReadonlyMap<string, string>;
}

/** The figure that a block places, and its drawing without what stands before its element. */
export function placedFigure(
  { figureId }: Extract<ReportBlock, { kind: 'figure' }>,
  { figures, drawings }: ReportParts,
): { figure: Figure; drawing: string } {
  const figure = figures.find(({ id }) => id === figureId);
  const drawing = drawings.get(figureId);
  if (figure === undefined || drawing === undefined) {
    throw new LightboxError('INTERNAL', `The report places the figure ${figureId}, which was not drawn.`);
  }
  return { figure, drawing: drawing.slice(Math.max(0, drawing.indexOf('<svg'))) };
}
