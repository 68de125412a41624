import { useMemo, useState } from 'react';
import type { FilmId } from '../../src-core/base/ids.ts';
import type { FilmView } from '../../src-core/contract/library-calls.ts';
import { emptySelection, type GridSelection, keepPresent, targetsOf } from './grid-selection.ts';

export interface FilmSelection {
  readonly state: GridSelection<FilmId>;
  readonly set: (state: GridSelection<FilmId>) => void;
  /** What a decision applies to, in the order of the grid. */
  readonly targets: readonly FilmId[];
}

/** Keyboard place and selection of a grid of films; films that leave the grid leave the selection. */
export function useFilmSelection(films: readonly FilmView[]): FilmSelection {
  const [stored, set] = useState<GridSelection<FilmId>>(emptySelection);
  const ids = useMemo(() => films.map((film) => film.id), [films]);
  const state = useMemo(() => keepPresent(stored, ids), [stored, ids]);
  const targets = useMemo(() => targetsOf(state, ids), [state, ids]);
  return { state, set, targets };
}
