import type { Migration } from './migration.ts';

/** A model keeps its row when it is removed, so that it stays known what an old job ran with. */
export const modelsAndSettings: Migration = {
  version: 2,
  name: 'models-and-settings',
  sql: `
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
CREATE UNIQUE INDEX models_present ON models (id) WHERE removed_at IS NULL;

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value)),
  changed_at TEXT NOT NULL
) STRICT;
`,
};
