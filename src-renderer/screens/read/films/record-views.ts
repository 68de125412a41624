import type { FilmStage } from '../../../viewer/film-stage.ts';
import { scaleOf } from '../../../viewer/view-geometry.ts';
import type { ViewState } from '../../../viewer/view-state.ts';
import type { ViewTrace } from './view-trace.ts';

/**
 * Writes what happens to the views of films into a trace, from the view that each begins with. Times count from
 * `startMs`, by `performance.now()`. Returns its own undoing.
 */
export function recordViews(stages: readonly FilmStage[], trace: ViewTrace, startMs: number): () => void {
  const stops = stages.map((stage, index) => recordView(stage, index + 1, trace, startMs));
  return () => {
    for (const stop of stops) stop();
  };
}

function recordView(stage: FilmStage, film: number, trace: ViewTrace, startMs: number): () => void {
  const begun = trace.steps.some((step) => step.film === film);
  let last: ViewState | null = begun ? stage.snapshot.view : null;
  const record = (): void => {
    const { view, frame } = stage.snapshot;
    if (view === null || frame === null || view === last) return;
    const atMs = Math.max(0, Math.round(performance.now() - startMs));
    const { window, placement, inverted } = view;
    if (last === null || window.centre !== last.window.centre || window.width !== last.window.width)
      trace.add({ kind: 'window', atMs, film, centre: window.centre, width: window.width });
    if (last === null || !isSamePlace(placement, last.placement))
      trace.add({ kind: 'zoom', atMs, film, scale: scaleOf(placement, frame), ...placement.centre });
    if (inverted !== (last?.inverted ?? false)) trace.add({ kind: 'invert', atMs, film, inverted });
    last = view;
  };
  record();
  return stage.subscribe(record);
}

function isSamePlace(one: ViewState['placement'], other: ViewState['placement']): boolean {
  const same = one.centre.x === other.centre.x && one.centre.y === other.centre.y;
  return same && one.unit === other.unit && one.zoom === other.zoom;
}
