import { z } from 'zod';
import type { Driver } from '../driver.ts';
import { createPatientKeys, makePatientSecret } from '../patient-keys.ts';
import { parseRow } from '../rows.ts';
import type { Migration } from './migration.ts';

const patientRow = z.object({ id: z.string(), patient: z.string() });

/**
 * Real films lose what names a patient: the patient's id becomes a keyed pseudonym, and the copies of imported files,
 * whose headers hold names and dates, are no longer kept (they go when blobs without a row are swept). The SHA-256
 * of the file stays, so that it is not imported twice; with the frame, since a file may hold several films. Rows
 * also get the warnings and notes of their import, and TIFF becomes a kind of source. The table is made anew, since
 * SQLite cannot change a constraint.
 */
export const pseudonymousFilms: Migration = {
  version: 5,
  name: 'pseudonymous films',
  remakesTables: true,
  sql: `
CREATE TABLE secrets (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
INSERT OR IGNORE INTO blob_intents (hash) SELECT source_blob FROM films WHERE source_blob IS NOT NULL;

CREATE TABLE films_anew (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('synthetic', 'real')),
  pixels_blob TEXT NOT NULL,
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  bits INTEGER NOT NULL CHECK (bits IN (8, 16)),
  photometric TEXT NOT NULL DEFAULT 'MONOCHROME2' CHECK (photometric = 'MONOCHROME2'),
  text TEXT NOT NULL,
  created_at TEXT NOT NULL,
  job_id TEXT REFERENCES jobs (id),
  job_index INTEGER CHECK (job_index >= 0),
  seed INTEGER,
  recipe TEXT CHECK (recipe IS NULL OR json_valid(recipe)),
  source_name TEXT,
  source_sha256 TEXT,
  source_frame INTEGER CHECK (source_frame >= 0),
  source_kind TEXT CHECK (source_kind IN ('png', 'jpeg', 'tiff', 'dicom')),
  patient_key TEXT,
  label TEXT,
  import_batch TEXT,
  lossy INTEGER CHECK (lossy IN (0, 1)),
  pixel_spacing_mm REAL,
  warnings TEXT CHECK (warnings IS NULL OR json_valid(warnings)),
  notes TEXT CHECK (notes IS NULL OR json_valid(notes)),
  source_film_id TEXT REFERENCES films (id) CHECK (source_film_id IS NULL OR kind = 'synthetic'),
  origin_film_id TEXT REFERENCES films (id) CHECK ((origin_film_id IS NULL) = (source_film_id IS NULL)),
  mask_blob TEXT CHECK (mask_blob IS NULL OR source_film_id IS NOT NULL),
  UNIQUE (job_id, job_index),
  UNIQUE (source_sha256, source_frame),
  CHECK (
    (kind = 'synthetic' AND job_id IS NOT NULL AND job_index IS NOT NULL AND seed IS NOT NULL
      AND recipe IS NOT NULL AND source_sha256 IS NULL)
    OR
    (kind = 'real' AND job_id IS NULL AND job_index IS NULL AND recipe IS NULL AND source_name IS NOT NULL
      AND source_sha256 IS NOT NULL AND source_frame IS NOT NULL AND source_kind IS NOT NULL
      AND import_batch IS NOT NULL AND lossy IS NOT NULL AND warnings IS NOT NULL AND notes IS NOT NULL)
  )
) STRICT;
INSERT INTO films_anew (sequence, id, kind, pixels_blob, width, height, bits, photometric, text, created_at, job_id,
  job_index, seed, recipe, source_name, source_sha256, source_frame, source_kind, patient_key, label, import_batch,
  lossy, pixel_spacing_mm, warnings, notes, source_film_id, origin_film_id, mask_blob)
SELECT sequence, id, kind, pixels_blob, width, height, bits, photometric, text, created_at, job_id,
  job_index, seed, recipe, source_name, source_blob, iif(kind = 'real', 0, NULL), source_kind, NULL, label, import_batch,
  lossy, pixel_spacing_mm, iif(kind = 'real', '[]', NULL), iif(kind = 'real', '[]', NULL), source_film_id,
  origin_film_id, mask_blob
FROM films ORDER BY sequence;
`,
  convert(driver) {
    makePatientSecret(driver);
    const keyOf = createPatientKeys(driver);
    for (const { id, patient } of patients(driver)) {
      driver
        .prepare('UPDATE films_anew SET patient_key = @key WHERE id = @id')
        .run({ id, key: keyOf(patient) });
    }
    driver.exec(`
DROP TABLE films;
ALTER TABLE films_anew RENAME TO films;
CREATE INDEX films_by_source ON films (source_film_id, sequence) WHERE source_film_id IS NOT NULL;
CREATE TRIGGER films_pixels_stay BEFORE UPDATE OF id, kind, pixels_blob, width, height, bits, job_id, job_index,
  seed, recipe, source_name, source_sha256, source_frame, source_kind, patient_key, source_film_id, origin_film_id,
  mask_blob ON films
BEGIN SELECT RAISE(ABORT, 'a film''s pixels and origin do not change'); END;`);
  },
};

function patients(driver: Driver): readonly z.infer<typeof patientRow>[] {
  return driver
    .prepare('SELECT id, patient FROM films WHERE patient IS NOT NULL')
    .all()
    .map((row) => parseRow(patientRow, row, 'films'));
}
