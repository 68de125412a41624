import { appendOnlyTriggers } from './append-only.ts';
import type { Migration } from './migration.ts';

const APPEND_ONLY_TABLES = [
  'film_decisions',
  'truth_cases',
  'allocations',
  'reader_cases',
  'openings',
  'readings',
  'audit',
] as const;

export const initial: Migration = {
  version: 1,
  name: 'initial',
  sql: `
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('coordinator', 'reader')),
  name TEXT NOT NULL COLLATE NOCASE,
  created_at TEXT NOT NULL,
  UNIQUE (role, name)
) STRICT;

CREATE TABLE saved_prompts (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  negative TEXT NOT NULL,
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  request TEXT NOT NULL CHECK (json_valid(request)),
  pair_label TEXT,
  done_count INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT,
  cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1)),
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, position);

CREATE TABLE films (
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
  source_blob TEXT UNIQUE,
  source_kind TEXT CHECK (source_kind IN ('png', 'jpeg', 'dicom')),
  patient TEXT,
  label TEXT,
  import_batch TEXT,
  lossy INTEGER CHECK (lossy IN (0, 1)),
  pixel_spacing_mm REAL,
  UNIQUE (job_id, job_index),
  CHECK (
    (kind = 'synthetic' AND job_id IS NOT NULL AND job_index IS NOT NULL AND seed IS NOT NULL
      AND recipe IS NOT NULL AND source_blob IS NULL)
    OR
    (kind = 'real' AND job_id IS NULL AND job_index IS NULL AND recipe IS NULL AND source_name IS NOT NULL
      AND source_blob IS NOT NULL AND source_kind IS NOT NULL AND import_batch IS NOT NULL AND lossy IS NOT NULL)
  )
) STRICT;
CREATE TRIGGER films_pixels_stay BEFORE UPDATE OF id, kind, pixels_blob, width, height, bits, job_id, job_index,
  seed, recipe, source_name, source_blob, source_kind ON films
BEGIN SELECT RAISE(ABORT, 'a film''s pixels and origin do not change'); END;

CREATE TABLE film_decisions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  film_id TEXT NOT NULL REFERENCES films (id),
  decision TEXT NOT NULL CHECK (decision IN ('keep', 'reject', 'undecided')),
  reason TEXT,
  actor TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX film_decisions_by_film ON film_decisions (film_id, sequence);

CREATE TABLE studies (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'frozen', 'closed', 'unblinded')),
  protocol TEXT NOT NULL CHECK (json_valid(protocol)),
  protocol_hash TEXT,
  reader_view TEXT CHECK (reader_view IS NULL OR json_valid(reader_view)),
  seed INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  frozen_at TEXT,
  unblinded_at TEXT,
  CHECK (state = 'draft' OR (protocol_hash IS NOT NULL AND reader_view IS NOT NULL AND frozen_at IS NOT NULL)),
  CHECK (state <> 'unblinded' OR unblinded_at IS NOT NULL)
) STRICT;
CREATE TRIGGER studies_frozen_stay BEFORE UPDATE OF id, name, protocol, protocol_hash, reader_view, seed, frozen_at
  ON studies WHEN old.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a frozen protocol does not change'); END;
CREATE TRIGGER studies_state_forward BEFORE UPDATE OF state ON studies
  WHEN (old.state = 'frozen' AND new.state = 'draft') OR (old.state = 'closed' AND new.state IN ('draft', 'frozen'))
    OR (old.state = 'unblinded' AND new.state <> 'unblinded')
BEGIN SELECT RAISE(ABORT, 'a study does not go back'); END;
CREATE TRIGGER studies_no_delete BEFORE DELETE ON studies WHEN old.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a frozen study stays'); END;

CREATE TABLE study_readers (
  study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (study_id, user_id)
) STRICT;

-- What a reader's calls may read: opaque ids, order, pixels, text.
CREATE TABLE reader_cases (
  reader_case_id TEXT NOT NULL PRIMARY KEY,
  study_id TEXT NOT NULL REFERENCES studies (id),
  reader_id TEXT NOT NULL REFERENCES users (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  text TEXT NOT NULL,
  pixels_blob TEXT NOT NULL,
  UNIQUE (study_id, reader_id, position)
) STRICT;

-- Truth: no reader call reads these two.
CREATE TABLE truth_cases (
  case_id TEXT NOT NULL PRIMARY KEY,
  study_id TEXT NOT NULL REFERENCES studies (id),
  film_id TEXT NOT NULL REFERENCES films (id),
  arm TEXT NOT NULL,
  text TEXT NOT NULL,
  pixels_blob TEXT NOT NULL
) STRICT;
CREATE INDEX truth_cases_by_study ON truth_cases (study_id);
CREATE TABLE allocations (
  reader_case_id TEXT NOT NULL PRIMARY KEY REFERENCES reader_cases (reader_case_id),
  case_id TEXT NOT NULL REFERENCES truth_cases (case_id)
) STRICT;

CREATE TABLE openings (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  reader_case_id TEXT NOT NULL REFERENCES reader_cases (reader_case_id),
  session_id TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('opened', 'shown')),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX openings_by_case ON openings (reader_case_id, session_id);

CREATE TABLE readings (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  submission_id TEXT NOT NULL UNIQUE,
  study_id TEXT NOT NULL REFERENCES studies (id),
  reader_id TEXT NOT NULL REFERENCES users (id),
  reader_case_id TEXT NOT NULL REFERENCES reader_cases (reader_case_id),
  stage TEXT NOT NULL CHECK (stage IN ('realism', 'alignment')),
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  opened_at TEXT NOT NULL,
  submitted_at TEXT NOT NULL,
  reading_time_ms INTEGER NOT NULL CHECK (reading_time_ms >= 0),
  interrupted INTEGER NOT NULL CHECK (interrupted IN (0, 1)),
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  UNIQUE (reader_case_id, stage)
) STRICT;
CREATE INDEX readings_by_reader ON readings (study_id, reader_id, sequence);
CREATE TRIGGER readings_in_order BEFORE INSERT ON readings
  WHEN new.stage = 'alignment' AND NOT EXISTS (
    SELECT 1 FROM readings WHERE reader_case_id = new.reader_case_id AND stage = 'realism')
BEGIN SELECT RAISE(ABORT, 'alignment before realism'); END;

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details)),
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
${appendOnlyTriggers(APPEND_ONLY_TABLES)}
`,
};
