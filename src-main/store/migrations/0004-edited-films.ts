import type { Migration } from './migration.ts';

/**
 * Films made by editing another one: the film that was edited, the film at the beginning of a row of edits (whose
 * patient they all show), and the mask at the source film's size.
 */
export const editedFilms: Migration = {
  version: 4,
  name: 'edited films',
  sql: `
ALTER TABLE films ADD COLUMN source_film_id TEXT REFERENCES films (id)
  CHECK (source_film_id IS NULL OR kind = 'synthetic');
ALTER TABLE films ADD COLUMN origin_film_id TEXT REFERENCES films (id)
  CHECK ((origin_film_id IS NULL) = (source_film_id IS NULL));
ALTER TABLE films ADD COLUMN mask_blob TEXT CHECK (mask_blob IS NULL OR source_film_id IS NOT NULL);
CREATE INDEX films_by_source ON films (source_film_id, sequence) WHERE source_film_id IS NOT NULL;

DROP TRIGGER films_pixels_stay;
CREATE TRIGGER films_pixels_stay BEFORE UPDATE OF id, kind, pixels_blob, width, height, bits, job_id, job_index,
  seed, recipe, source_name, source_blob, source_kind, source_film_id, origin_film_id, mask_blob ON films
BEGIN SELECT RAISE(ABORT, 'a film''s pixels and origin do not change'); END;
`,
};
