import { autoWindow } from '../../src-core/imaging/display-range.ts';
import type { DisplayableFilm } from '../../src-core/imaging/film-display.ts';
import type { ViewerTools } from './view-state.ts';
import { type ShownWindow, windowOf } from './view-window.ts';

/** Percentiles of the values, by the greys in which they are shown: 0 is the darkest. */
const PERCENTILES = {
  auto: [0.5, 99.5],
  whole: [0, 100],
  steep: [5, 95],
  dark: [0, 50],
  bright: [50, 100],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type PercentilePreset = keyof typeof PERCENTILES;

/** A window to choose by name: what the film's file offers, then what any film has. */
export type WindowPreset =
  | { readonly kind: 'file'; readonly index: number; readonly label: string | null }
  | { readonly kind: 'percentiles'; readonly name: PercentilePreset };

/**
 * The windows to choose from, in order. In the reading room a film has one window of its own, so that nothing but the
 * pixels tells one source from another.
 */
export function windowPresets({ display }: DisplayableFilm, tools: ViewerTools): readonly WindowPreset[] {
  const own = tools === 'reading' ? display.choices.slice(0, 1) : display.choices;
  const names = Object.keys(PERCENTILES).filter((name): name is PercentilePreset => name in PERCENTILES);
  return [
    ...own.map(
      ({ label }, index): WindowPreset => ({
        kind: 'file',
        index,
        label: tools === 'reading' ? null : label,
      }),
    ),
    ...names.map((name): WindowPreset => ({ kind: 'percentiles', name })),
  ];
}

/** The window that a preset stands for. Percentiles count the film's values, a pass over all its pixels. */
export function windowOfPreset(preset: WindowPreset, film: DisplayableFilm): ShownWindow {
  if (preset.kind === 'file') {
    const choice = film.display.choices[preset.index] ?? film.display.choices[0];
    return windowOf(choice.transform);
  }
  const [dark, bright] = PERCENTILES[preset.name];
  const percents = film.display.inverted ? ([100 - bright, 100 - dark] as const) : ([dark, bright] as const);
  return windowOf(autoWindow(film, percents));
}

export function isSamePreset(one: WindowPreset, other: WindowPreset): boolean {
  return one.kind === 'file'
    ? other.kind === 'file' && one.index === other.index
    : other.kind === 'percentiles' && one.name === other.name;
}
