import type { FilmSource } from './film-source.ts';

export interface FilmViewportProps {
  readonly source: FilmSource;
  /** Read out for people who do not see the film; never a file name. */
  readonly label: string;
  /** Called once for each source with `performance.now()` of the first frame that shows it. */
  readonly onFirstPaint?: (atMs: number) => void;
}

export function FilmViewport({ label }: FilmViewportProps) {
  return <canvas aria-label={label} />;
}
