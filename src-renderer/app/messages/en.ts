import { about } from './en/about.ts';
import { common } from './en/common.ts';
import { compose } from './en/compose.ts';
import { errors } from './en/errors.ts';
import { instrument } from './en/instrument.ts';
import { library } from './en/library.ts';
import { models } from './en/models.ts';
import { read } from './en/read.ts';
import { results } from './en/results.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { studies } from './en/studies.ts';
import { viewer } from './en/viewer.ts';

/** Every text a person can see, by area. */
export const en = {
  about,
  common,
  compose,
  errors,
  instrument,
  library,
  models,
  read,
  results,
  shell,
  signIn,
  studies,
  viewer,
} as const;
