import { initial } from './0001-initial.ts';
import { modelsAndSettings } from './0002-models-and-settings.ts';
import { batches } from './0003-batches.ts';
import { editedFilms } from './0004-edited-films.ts';
import { pseudonymousFilms } from './0005-pseudonymous-films.ts';
import { filmDisplays } from './0006-film-displays.ts';
import { sealedStudies } from './0007-sealed-studies.ts';
import type { Migration } from './migration.ts';

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  modelsAndSettings,
  batches,
  editedFilms,
  pseudonymousFilms,
  filmDisplays,
  sealedStudies,
];
