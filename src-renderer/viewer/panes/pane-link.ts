import type { FilmStage } from '../film-stage.ts';
import type { ViewAction, ViewState } from '../view-state.ts';
import { openingWindow } from '../view-window.ts';
import { followView, type LinkChoice, type LinkedPane } from './linked-views.ts';

/** What every pane does by itself when one of them does, rather than following a placement: each knows its own size. */
const SAME_FOR_ALL: ReadonlySet<ViewAction['kind']> = new Set(['reset', 'fit', 'actual-pixels', 'true-size']);

/** Stages side by side: what a person does to one is done to all, as far as they are linked. */
export class PaneLink {
  readonly #stages = new Set<FilmStage>();
  links: LinkChoice = { place: true, window: false };

  /** Returns its own undoing. */
  join(stage: FilmStage): () => void {
    this.#stages.add(stage);
    stage.onAction = (action, before) => this.#follow(stage, action, before);
    return () => {
      this.#stages.delete(stage);
      stage.onAction = () => {};
    };
  }

  #follow(source: FilmStage, action: ViewAction, before: ViewState): void {
    for (const stage of this.#stages) {
      if (stage === source) continue;
      if (
        action.kind === 'reset'
          ? this.links.place && this.links.window
          : this.links.place && SAME_FOR_ALL.has(action.kind)
      ) {
        stage.apply(action);
        continue;
      }
      const changed = paneOf(source);
      const follower = paneOf(stage);
      if (changed !== null && follower !== null)
        stage.setView(followView(changed, before, follower, this.links), stage.snapshot.preset);
    }
  }
}

function paneOf({ snapshot: { film, view, frame } }: FilmStage): LinkedPane | null {
  return film === null || view === null || frame === null
    ? null
    : { view, frame, opening: openingWindow(film.display) };
}
