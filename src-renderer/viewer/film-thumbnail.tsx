import type { FilmSource } from './film-source.ts';

export interface FilmThumbnailProps {
  readonly source: FilmSource;
  readonly label: string;
}

/** A film on a 2D canvas that fills its parent's width: cheap enough for grids of hundreds. */
export function FilmThumbnail({ label }: FilmThumbnailProps) {
  return <canvas aria-label={label} />;
}
