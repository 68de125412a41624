import { about } from './en/about.ts';
import { analysis } from './en/analysis.ts';
import { audit } from './en/audit.ts';
import { batches } from './en/batches.ts';
import { common } from './en/common.ts';
import { compose } from './en/compose.ts';
import { conduct } from './en/conduct.ts';
import { design } from './en/design.ts';
import { display } from './en/display.ts';
import { edit } from './en/edit.ts';
import { errors } from './en/errors.ts';
import { exporting } from './en/exporting.ts';
import { films } from './en/films.ts';
import { instrument } from './en/instrument.ts';
import { instrumentEditor } from './en/instrument-editor.ts';
import { library } from './en/library.ts';
import { models } from './en/models.ts';
import { power } from './en/power.ts';
import { queue } from './en/queue.ts';
import { reading } from './en/reading.ts';
import { remake } from './en/remake.ts';
import { results } from './en/results.ts';
import { secrets } from './en/secrets.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { studies } from './en/studies.ts';
import { viewer } from './en/viewer.ts';

/** Every text a person can see, by area. */
export const en = {
  about,
  analysis,
  audit,
  batches,
  common,
  compose,
  conduct,
  design,
  display,
  edit,
  errors,
  exporting,
  films,
  instrument,
  instrumentEditor,
  library,
  models,
  power,
  queue,
  reading,
  remake,
  results,
  secrets,
  settings,
  shell,
  signIn,
  studies,
  viewer,
} as const;
