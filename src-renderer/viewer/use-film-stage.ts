import { useEffect, useState, useSyncExternalStore } from 'react';
import { FilmStage, type StageOptions, type StageSnapshot } from './film-stage.ts';

/** A stage for one viewport and what stands around it. Its tools never change while it lives. */
export function useFilmStage({ tools, pixelsPerMm }: StageOptions): FilmStage {
  const [stage] = useState(() => new FilmStage({ tools, pixelsPerMm }));
  useEffect(() => stage.setPixelsPerMm(pixelsPerMm), [stage, pixelsPerMm]);
  return stage;
}

/** What a stage shows, followed. */
export function useStageSnapshot(stage: FilmStage): StageSnapshot {
  return useSyncExternalStore(
    (listener) => stage.subscribe(listener),
    () => stage.snapshot,
  );
}
