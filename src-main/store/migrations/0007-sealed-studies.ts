import { appendOnlyTriggers } from './append-only.ts';
import type { Migration } from './migration.ts';

const APPEND_ONLY_TABLES = [
  'study_openings',
  'assignments',
  'reader_plans',
  'reader_films',
  'reader_texts',
  'reader_events',
  'written_packages',
  'receipts',
] as const;

/**
 * Studies whose truth is sealed, readers' shares that hold none, and what readers did as chains of events; secrets of
 * accounts. Studies frozen before keep their tables and are not read further.
 */
export const sealedStudies: Migration = {
  version: 7,
  name: 'sealed studies',
  sql: `
-- A reader's PIN as an argon2id hash (none: one is to be chosen) with the reader's signing key; a coordinator's
-- signing key under the passphrase.
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

CREATE TABLE sealed_studies (
  study_id TEXT NOT NULL PRIMARY KEY REFERENCES studies (id),
  sealed_truth TEXT NOT NULL CHECK (json_valid(sealed_truth))
) STRICT;
-- The seal may change (another passphrase), what is sealed may not.
CREATE TRIGGER sealed_studies_stay BEFORE UPDATE OF study_id ON sealed_studies
BEGIN SELECT RAISE(ABORT, 'sealed truth stays with its study'); END;
CREATE TRIGGER sealed_studies_no_delete BEFORE DELETE ON sealed_studies
BEGIN SELECT RAISE(ABORT, 'sealed truth stays'); END;
CREATE TABLE study_openings (
  study_id TEXT NOT NULL PRIMARY KEY REFERENCES sealed_studies (study_id),
  truth TEXT NOT NULL CHECK (json_valid(truth))
) STRICT;
CREATE TABLE study_views (
  study_id TEXT NOT NULL PRIMARY KEY REFERENCES sealed_studies (study_id),
  open_view TEXT NOT NULL CHECK (json_valid(open_view))
) STRICT;
CREATE TRIGGER studies_sealed_unblind BEFORE UPDATE OF state ON studies
  WHEN new.state = 'unblinded' AND EXISTS (SELECT 1 FROM sealed_studies WHERE study_id = new.id)
    AND NOT EXISTS (SELECT 1 FROM study_openings WHERE study_id = new.id)
BEGIN SELECT RAISE(ABORT, 'a sealed study is unblinded with its truth'); END;

-- A package brings a study that is not of this workstation: study_id has no reference.
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
CREATE INDEX assignments_by_reader ON assignments (reader_id, sequence);
CREATE TABLE reader_plans (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  package_id TEXT NOT NULL UNIQUE,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (json_valid(plan)),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT;
CREATE INDEX reader_plans_by_reader ON reader_plans (study_id, reader_id, sequence);
CREATE TABLE reader_films (
  reader_film_id TEXT NOT NULL,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  pixels_blob TEXT NOT NULL,
  PRIMARY KEY (study_id, reader_id, reader_film_id),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE reader_texts (
  reader_case_id TEXT NOT NULL,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (study_id, reader_id, reader_case_id),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE written_packages (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  package_id TEXT NOT NULL,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  written_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT;
CREATE INDEX written_packages_by_study ON written_packages (study_id, sequence);
CREATE TABLE receipts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  study_id TEXT NOT NULL,
  reader_id TEXT NOT NULL,
  receipt TEXT NOT NULL CHECK (json_valid(receipt)),
  FOREIGN KEY (study_id, reader_id) REFERENCES assignments (study_id, reader_id)
) STRICT;
CREATE INDEX receipts_by_study ON receipts (study_id, sequence);
${appendOnlyTriggers(APPEND_ONLY_TABLES)}
`,
};
