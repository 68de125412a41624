import type { Migration } from './migration.ts';

/**
 * Batches of jobs (prompt tables and sweeps), the pause and the order of the queue, measured times, jobs that make
 * an earlier image again, and the blobs that are being written.
 */
export const batches: Migration = {
  version: 3,
  name: 'batches',
  sql: `
CREATE TABLE batches (
  id TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('table', 'sweep')),
  name TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (json_valid(plan)),
  paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1)),
  created_at TEXT NOT NULL
) STRICT;

ALTER TABLE jobs ADD COLUMN batch_id TEXT REFERENCES batches (id);
ALTER TABLE jobs ADD COLUMN batch_index INTEGER CHECK (batch_index >= 0);
ALTER TABLE jobs ADD COLUMN batch_facts TEXT CHECK (batch_facts IS NULL OR json_valid(batch_facts));
ALTER TABLE jobs ADD COLUMN image_count INTEGER NOT NULL DEFAULT 1 CHECK (image_count > 0);
ALTER TABLE jobs ADD COLUMN step_count INTEGER NOT NULL DEFAULT 1 CHECK (step_count > 0);
UPDATE jobs SET image_count = json_extract(request, '$.count'), step_count = json_extract(request, '$.steps');
CREATE UNIQUE INDEX jobs_by_batch ON jobs (batch_id, batch_index) WHERE batch_id IS NOT NULL;
CREATE INDEX jobs_of_batch_by_state ON jobs (batch_id, state, image_count, done_count, step_count);
CREATE INDEX jobs_alone ON jobs (cleared, state, position) WHERE batch_id IS NULL;

CREATE TABLE queue_state (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  paused INTEGER NOT NULL CHECK (paused IN (0, 1))
) STRICT;
INSERT INTO queue_state VALUES (1, 0);

CREATE TABLE step_times (
  model_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  step_ms REAL NOT NULL CHECK (step_ms > 0),
  measured_at TEXT NOT NULL,
  PRIMARY KEY (model_id, provider)
) STRICT;

CREATE TABLE remakes (
  job_id TEXT NOT NULL PRIMARY KEY REFERENCES jobs (id),
  film_id TEXT REFERENCES films (id),
  file_name TEXT,
  recipe TEXT NOT NULL CHECK (json_valid(recipe)),
  pixels_blob TEXT NOT NULL,
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  CHECK ((film_id IS NULL) <> (file_name IS NULL))
) STRICT;

-- Blobs written since the start: what no row names at the next start was cut off before its row.
CREATE TABLE blob_intents (
  hash TEXT NOT NULL PRIMARY KEY
) STRICT;
`,
};
