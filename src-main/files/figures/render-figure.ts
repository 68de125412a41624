import type { Figure, FigureTheme } from '../../../src-core/report/figure.ts';
import { drawAgreement } from './agreement.ts';
import { type Colours, coloursOf } from './colours.ts';
import { drawConfusion } from './confusion.ts';
import { type Drawing, writeDrawing } from './drawing.ts';
import { drawFlow } from './flow.ts';
import { drawForest } from './forest.ts';
import { drawLikert } from './likert.ts';
import { drawMarkMap } from './mark-map.ts';
import { drawRoc } from './roc.ts';
import { drawTimeOrder } from './time-order.ts';

/**
 * A figure as SVG. The same figure and theme give the same bytes. It holds no script, style or outside reference, its
 * size is that in print (85 or 180 mm wide, type of 7 points and more), and its ids begin with the figure's.
 */
export function renderFigure(figure: Figure, theme: FigureTheme): string {
  const colours = coloursOf(theme);
  return writeDrawing(figure, draw(figure, colours), colours);
}

function draw(figure: Figure, colours: Colours): Drawing {
  switch (figure.kind) {
    case 'roc':
      return drawRoc(figure, colours);
    case 'forest':
      return drawForest(figure, colours);
    case 'likert':
      return drawLikert(figure, colours);
    case 'confusion':
      return drawConfusion(figure, colours);
    case 'agreement':
      return drawAgreement(figure, colours);
    case 'time-order':
      return drawTimeOrder(figure, colours);
    case 'mark-map':
      return drawMarkMap(figure, colours);
    case 'flow':
      return drawFlow(figure, colours);
  }
}
