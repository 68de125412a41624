-- Schema version 7
CREATE INDEX assignments_by_reader ON assignments (reader_id, sequence);
CREATE INDEX film_decisions_by_film ON film_decisions (film_id, sequence);
CREATE INDEX films_by_source ON films (source_film_id, sequence) WHERE source_film_id IS NOT NULL;
CREATE INDEX jobs_alone ON jobs (cleared, state, position) WHERE batch_id IS NULL;
CREATE UNIQUE INDEX jobs_by_batch ON jobs (batch_id, batch_index) WHERE batch_id IS NOT NULL;
CREATE INDEX jobs_by_state ON jobs (state, position);
CREATE INDEX jobs_of_batch_by_state ON jobs (batch_id, state, image_count, done_count, step_count);
CREATE UNIQUE INDEX models_present ON models (id) WHERE removed_at IS NULL;
CREATE INDEX openings_by_case ON openings (reader_case_id, session_id);
CREATE INDEX reader_plans_by_reader ON reader_plans (study_id, reader_id, sequence);
CREATE INDEX readings_by_reader ON readings (study_id, reader_id, sequence);
CREATE INDEX receipts_by_study ON receipts (study_id, sequence);
CREATE INDEX truth_cases_by_study ON truth_cases (study_id);
CREATE INDEX written_packages_by_study ON written_packages (study_id, sequence);
CREATE TABLE account_secrets (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
  pin_hash TEXT,
  signing_key TEXT,
  sealed_key TEXT CHECK (sealed_key IS NULL OR json_valid(sealed_key)),
  public_key TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  CHECK ((signing_key IS NULL) <> (sealed_key IS NULL)),
  CHECK (pin_hash IS NULL OR signing_key IS NOT NULL)
) STRICT;
CREATE TABLE allocations (
  reader_case_id TEXT NOT NULL PRIMARY KEY REFERENCES reader_cases (reader_case_id),
  case_id TEXT NOT NULL REFERENCES truth_cases (case_id)
) STRICT;
CREATE TABLE assignments (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL REFERENCES users (id),
  study_name TEXT NOT NULL,
  protocol_hash TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('here', 'package')),
  coordinator_key TEXT NOT NULL,
  assigned_at TEXT NOT NULL,
  UNIQUE (study_id, reader_id)
) STRICT;
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
CREATE TABLE blob_intents (
  hash TEXT NOT NULL PRIMARY KEY
) STRICT;
CREATE TABLE film_decisions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  film_id TEXT NOT NULL REFERENCES films (id),
  decision TEXT NOT NULL CHECK (decision IN ('keep', 'reject', 'undecided')),
  reason TEXT,
  actor TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE "films" (
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
  mask_blob TEXT CHECK (mask_blob IS NULL OR source_film_id IS NOT NULL), display_blob TEXT CHECK (display_blob IS NULL OR kind = 'real'),
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
, batch_id TEXT REFERENCES batches (id), batch_index INTEGER CHECK (batch_index >= 0), batch_facts TEXT CHECK (batch_facts IS NULL OR json_valid(batch_facts)), image_count INTEGER NOT NULL DEFAULT 1 CHECK (image_count > 0), step_count INTEGER NOT NULL DEFAULT 1 CHECK (step_count > 0)) STRICT;
CREATE TABLE models (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  folder TEXT NOT NULL,
  copied INTEGER NOT NULL CHECK (copied IN (0, 1)),
  description TEXT NOT NULL CHECK (json_valid(description)),
  components TEXT NOT NULL CHECK (json_valid(components)),
  changed_files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(changed_files)),
  registered_at TEXT NOT NULL,
  registered_by TEXT NOT NULL,
  removed_at TEXT
) STRICT;
CREATE TABLE openings (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  reader_case_id TEXT NOT NULL REFERENCES reader_cases (reader_case_id),
  session_id TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('opened', 'shown')),
  at TEXT NOT NULL
) STRICT;
CREATE TABLE queue_state (
  only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  paused INTEGER NOT NULL CHECK (paused IN (0, 1))
) STRICT;
CREATE TABLE reader_cases (
  reader_case_id TEXT NOT NULL PRIMARY KEY,
  study_id TEXT NOT NULL REFERENCES studies (id),
  reader_id TEXT NOT NULL REFERENCES users (id),
  position INTEGER NOT NULL CHECK (position >= 0),
  text TEXT NOT NULL,
  pixels_blob TEXT NOT NULL,
  UNIQUE (study_id, reader_id, position)
) STRICT;
CREATE TABLE reader_events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  -- Place in the reader's chain; 0 is its header.
  number INTEGER NOT NULL CHECK (number >= 0),
  submission_id TEXT,
  prev TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  hash TEXT NOT NULL,
  UNIQUE (study_id, reader_id, number),
  UNIQUE (study_id, reader_id, submission_id),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT;
CREATE TABLE reader_films (
  reader_film_id TEXT NOT NULL,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  pixels_blob TEXT NOT NULL,
  PRIMARY KEY (study_id, reader_id, reader_film_id),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE reader_plans (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  package_id TEXT NOT NULL UNIQUE,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (json_valid(plan)),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT;
CREATE TABLE reader_texts (
  reader_case_id TEXT NOT NULL,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (study_id, reader_id, reader_case_id),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE receipts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  receipt TEXT NOT NULL CHECK (json_valid(receipt)),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
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
CREATE TABLE saved_prompts (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  negative TEXT NOT NULL,
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE sealed_studies (
  study_id TEXT NOT NULL PRIMARY KEY REFERENCES studies (id),
  sealed_truth TEXT NOT NULL CHECK (json_valid(sealed_truth))
) STRICT;
CREATE TABLE secrets (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  changed_at TEXT NOT NULL
) STRICT;
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE step_times (
  model_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  step_ms REAL NOT NULL CHECK (step_ms > 0),
  measured_at TEXT NOT NULL,
  PRIMARY KEY (model_id, provider)
) STRICT;
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
CREATE TABLE study_openings (
  study_id TEXT NOT NULL PRIMARY KEY REFERENCES sealed_studies (study_id),
  truth TEXT NOT NULL CHECK (json_valid(truth))
) STRICT;
CREATE TABLE study_readers (
  study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (study_id, user_id)
) STRICT;
CREATE TABLE study_views (
  study_id TEXT NOT NULL PRIMARY KEY REFERENCES sealed_studies (study_id),
  open_view TEXT NOT NULL CHECK (json_valid(open_view))
) STRICT;
CREATE TABLE truth_cases (
  case_id TEXT NOT NULL PRIMARY KEY,
  study_id TEXT NOT NULL REFERENCES studies (id),
  film_id TEXT NOT NULL REFERENCES films (id),
  arm TEXT NOT NULL,
  text TEXT NOT NULL,
  pixels_blob TEXT NOT NULL
) STRICT;
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('coordinator', 'reader')),
  name TEXT NOT NULL COLLATE NOCASE,
  created_at TEXT NOT NULL,
  UNIQUE (role, name)
) STRICT;
CREATE TABLE written_packages (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  package_id TEXT NOT NULL,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  written_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT;
CREATE TRIGGER allocations_no_delete BEFORE DELETE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations is append-only'); END;
CREATE TRIGGER allocations_no_update BEFORE UPDATE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations is append-only'); END;
CREATE TRIGGER assignments_no_delete BEFORE DELETE ON assignments
BEGIN SELECT RAISE(ABORT, 'assignments is append-only'); END;
CREATE TRIGGER assignments_no_update BEFORE UPDATE ON assignments
BEGIN SELECT RAISE(ABORT, 'assignments is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER film_decisions_no_delete BEFORE DELETE ON film_decisions
BEGIN SELECT RAISE(ABORT, 'film_decisions is append-only'); END;
CREATE TRIGGER film_decisions_no_update BEFORE UPDATE ON film_decisions
BEGIN SELECT RAISE(ABORT, 'film_decisions is append-only'); END;
CREATE TRIGGER films_pixels_stay BEFORE UPDATE OF id, kind, pixels_blob, width, height, bits, job_id, job_index,
  seed, recipe, source_name, source_sha256, source_frame, source_kind, patient_key, source_film_id, origin_film_id,
  mask_blob, display_blob ON films
BEGIN SELECT RAISE(ABORT, 'a film''s pixels and origin do not change'); END;
CREATE TRIGGER openings_no_delete BEFORE DELETE ON openings
BEGIN SELECT RAISE(ABORT, 'openings is append-only'); END;
CREATE TRIGGER openings_no_update BEFORE UPDATE ON openings
BEGIN SELECT RAISE(ABORT, 'openings is append-only'); END;
CREATE TRIGGER reader_cases_no_delete BEFORE DELETE ON reader_cases
BEGIN SELECT RAISE(ABORT, 'reader_cases is append-only'); END;
CREATE TRIGGER reader_cases_no_update BEFORE UPDATE ON reader_cases
BEGIN SELECT RAISE(ABORT, 'reader_cases is append-only'); END;
CREATE TRIGGER reader_events_no_delete BEFORE DELETE ON reader_events
BEGIN SELECT RAISE(ABORT, 'reader_events is append-only'); END;
CREATE TRIGGER reader_events_no_update BEFORE UPDATE ON reader_events
BEGIN SELECT RAISE(ABORT, 'reader_events is append-only'); END;
CREATE TRIGGER reader_films_no_delete BEFORE DELETE ON reader_films
BEGIN SELECT RAISE(ABORT, 'reader_films is append-only'); END;
CREATE TRIGGER reader_films_no_update BEFORE UPDATE ON reader_films
BEGIN SELECT RAISE(ABORT, 'reader_films is append-only'); END;
CREATE TRIGGER reader_plans_no_delete BEFORE DELETE ON reader_plans
BEGIN SELECT RAISE(ABORT, 'reader_plans is append-only'); END;
CREATE TRIGGER reader_plans_no_update BEFORE UPDATE ON reader_plans
BEGIN SELECT RAISE(ABORT, 'reader_plans is append-only'); END;
CREATE TRIGGER reader_texts_no_delete BEFORE DELETE ON reader_texts
BEGIN SELECT RAISE(ABORT, 'reader_texts is append-only'); END;
CREATE TRIGGER reader_texts_no_update BEFORE UPDATE ON reader_texts
BEGIN SELECT RAISE(ABORT, 'reader_texts is append-only'); END;
CREATE TRIGGER readings_in_order BEFORE INSERT ON readings
  WHEN new.stage = 'alignment' AND NOT EXISTS (
    SELECT 1 FROM readings WHERE reader_case_id = new.reader_case_id AND stage = 'realism')
BEGIN SELECT RAISE(ABORT, 'alignment before realism'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings
BEGIN SELECT RAISE(ABORT, 'readings is append-only'); END;
CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts is append-only'); END;
CREATE TRIGGER receipts_no_update BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'receipts is append-only'); END;
CREATE TRIGGER sealed_studies_no_delete BEFORE DELETE ON sealed_studies
BEGIN SELECT RAISE(ABORT, 'sealed truth stays'); END;
CREATE TRIGGER sealed_studies_stay BEFORE UPDATE OF study_id ON sealed_studies
BEGIN SELECT RAISE(ABORT, 'sealed truth stays with its study'); END;
CREATE TRIGGER studies_frozen_stay BEFORE UPDATE OF id, name, protocol, protocol_hash, reader_view, seed, frozen_at
  ON studies WHEN old.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a frozen protocol does not change'); END;
CREATE TRIGGER studies_no_delete BEFORE DELETE ON studies WHEN old.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'a frozen study stays'); END;
CREATE TRIGGER studies_sealed_unblind BEFORE UPDATE OF state ON studies
  WHEN new.state = 'unblinded' AND EXISTS (SELECT 1 FROM sealed_studies WHERE study_id = new.id)
    AND NOT EXISTS (SELECT 1 FROM study_openings WHERE study_id = new.id)
BEGIN SELECT RAISE(ABORT, 'a sealed study is unblinded with its truth'); END;
CREATE TRIGGER studies_state_forward BEFORE UPDATE OF state ON studies
  WHEN (old.state = 'frozen' AND new.state = 'draft') OR (old.state = 'closed' AND new.state IN ('draft', 'frozen'))
    OR (old.state = 'unblinded' AND new.state <> 'unblinded')
BEGIN SELECT RAISE(ABORT, 'a study does not go back'); END;
CREATE TRIGGER study_openings_no_delete BEFORE DELETE ON study_openings
BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER study_openings_no_update BEFORE UPDATE ON study_openings
BEGIN SELECT RAISE(ABORT, 'study_openings is append-only'); END;
CREATE TRIGGER truth_cases_no_delete BEFORE DELETE ON truth_cases
BEGIN SELECT RAISE(ABORT, 'truth_cases is append-only'); END;
CREATE TRIGGER truth_cases_no_update BEFORE UPDATE ON truth_cases
BEGIN SELECT RAISE(ABORT, 'truth_cases is append-only'); END;
CREATE TRIGGER written_packages_no_delete BEFORE DELETE ON written_packages
BEGIN SELECT RAISE(ABORT, 'written_packages is append-only'); END;
CREATE TRIGGER written_packages_no_update BEFORE UPDATE ON written_packages
BEGIN SELECT RAISE(ABORT, 'written_packages is append-only'); END;
