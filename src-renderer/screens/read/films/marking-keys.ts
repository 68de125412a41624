import type { Point } from '../../../viewer/view-geometry.ts';
import type { MarkingAction } from './marking.ts';

/** What a key does while a film is being marked; null: it is not for marking. */
export type MarkingCommand =
  | { readonly kind: 'act'; readonly action: MarkingAction }
  /** By so many steps, fine or as large as the film is shown. */
  | { readonly kind: 'move'; readonly by: Point; readonly fine: boolean; readonly box: boolean }
  /** Enter on a held mark: to its comment. */
  | { readonly kind: 'comment' }
  | { readonly kind: 'zoom'; readonly step: 1 | -1 }
  | { readonly kind: 'end' };

interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Arrows move the crosshair or the held mark, with Ctrl by one film pixel, with Shift they draw a box; Enter and
 * Space set; Tab goes through the marks; Delete takes the held one away; digits go to another film.
 */
export function markingCommand(press: KeyPress, held: boolean, films: number): MarkingCommand | null {
  const arrow = Object.hasOwn(ARROWS, press.key) ? ARROWS[press.key] : undefined;
  if (arrow !== undefined) return { kind: 'move', by: arrow, fine: press.ctrlKey, box: press.shiftKey };
  if (press.ctrlKey) return null;
  switch (press.key) {
    case 'Enter':
      return held ? { kind: 'comment' } : { kind: 'act', action: { kind: 'set' } };
    case ' ':
      return { kind: 'act', action: held ? { kind: 'drop' } : { kind: 'set' } };
    case 'Tab':
      return { kind: 'act', action: { kind: 'step-selection', step: press.shiftKey ? -1 : 1 } };
    case 'Delete':
    case 'Backspace':
      return { kind: 'act', action: { kind: 'remove' } };
    case '+':
    case '=':
      return { kind: 'zoom', step: 1 };
    case '-':
      return { kind: 'zoom', step: -1 };
    case 'Escape':
      return { kind: 'end' };
    default: {
      const film = /^[1-9]$/.test(press.key) ? Number(press.key) : 0;
      return film >= 1 && films > 1 && film <= films ? { kind: 'act', action: { kind: 'film', film } } : null;
    }
  }
}
