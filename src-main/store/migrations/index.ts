import { initial } from './0001-initial.ts';
import { modelsAndSettings } from './0002-models-and-settings.ts';
import type { Migration } from './migration.ts';

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [initial, modelsAndSettings];
