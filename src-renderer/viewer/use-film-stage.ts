import { useEffect, useState } from 'react';
import { FilmStage, type StageOptions } from './film-stage.ts';

/** A stage for one viewport and what stands around it. Its tools never change while it lives. */
export function useFilmStage({ tools, pixelsPerMm }: StageOptions): FilmStage {
  const [stage] = useState(() => new FilmStage({ tools, pixelsPerMm }));
  useEffect(() => stage.setPixelsPerMm(pixelsPerMm), [stage, pixelsPerMm]);
  return stage;
}
