import type { Migration } from './migration.ts';

/**
 * How a real film's pixels become display grey: rescaling, windows and lookup tables, inversion, padding. Films from
 * before hold display grey themselves and have none.
 */
export const filmDisplays: Migration = {
  version: 6,
  name: 'film displays',
  sql: `
ALTER TABLE films ADD COLUMN display_blob TEXT CHECK (display_blob IS NULL OR kind = 'real');

DROP TRIGGER films_pixels_stay;
CREATE TRIGGER films_pixels_stay BEFORE UPDATE OF id, kind, pixels_blob, width, height, bits, job_id, job_index,
  seed, recipe, source_name, source_sha256, source_frame, source_kind, patient_key, source_film_id, origin_film_id,
  mask_blob, display_blob ON films
BEGIN SELECT RAISE(ABORT, 'a film''s pixels and origin do not change'); END;
`,
};
