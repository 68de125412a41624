import { recipeSchema } from '../../src-core/diffusion/recipe.ts';
import type { NormalisationPlan } from '../../src-core/imaging/normalise.ts';
import type { Film, RealFilm } from '../store/ports.ts';

/** Whose film it is: a patient's pseudonym; null where nobody said so, and for films of nobody. */
export type PatientOf = (film: Film) => string | null;

/**
 * Differences between the arms that survive the normalisation or weaken the study, in plain words.
 *
 * @param design `sets`: films are shown side by side, so that the arms need not be of one size.
 */
export function freezeWarnings(
  films: readonly Film[],
  plan: NormalisationPlan,
  patientOf: PatientOf,
  design: { readonly sets: boolean } = { sets: false },
): string[] {
  const real = films.filter((film): film is RealFilm => film.kind === 'real');
  const synthetic = films.filter((film) => film.kind === 'synthetic');
  return [
    ...resolutionWarning(real, synthetic, plan),
    ...shapeWarning(real),
    ...repeatWarning(
      'prompt',
      synthetic.map((film) => film.text),
    ),
    ...repeatWarning(
      'patient',
      films.flatMap((film) => patientOf(film) ?? []),
    ),
    ...burnedInWarning(real),
    ...(design.sets ? [] : balanceWarning(real.length, synthetic.length)),
    ...cutWarning(synthetic),
  ];
}

/** A prompt that the model saw in part is not what its film was drawn from. */
function cutWarning(synthetic: readonly Film[]): string[] {
  const cut = synthetic.filter(
    (film) => film.kind === 'synthetic' && recipeSchema.parse(film.recipe).tokens.truncatedText !== null,
  ).length;
  if (cut === 0) return [];
  return [`${cut} synthetic film(s) come from a prompt whose end the model never saw, but readers will.`];
}

function resolutionWarning(
  real: readonly Film[],
  synthetic: readonly Film[],
  plan: NormalisationPlan,
): string[] {
  const finest = (films: readonly Film[]): number =>
    Math.max(0, ...films.map((film) => Math.min(film.width, film.height)));
  const [fine, coarse] = [finest(real), finest(synthetic)].sort((a, b) => b - a);
  if (fine === undefined || coarse === undefined || fine === coarse) return [];
  return [
    `One arm is up to ${fine} px and is reduced to ${plan.matrixSizePx} px, the other has ${coarse} px already: fine detail near the limit of the matrix can still differ.`,
  ];
}

function shapeWarning(real: readonly RealFilm[]): string[] {
  const cut = real.filter((film) => film.width !== film.height).length;
  return cut === 0
    ? []
    : [`${cut} real film(s) are not square: their margins are cut to the centred square.`];
}

function repeatWarning(what: string, values: readonly string[]): string[] {
  const repeated = values.length - new Set(values).size;
  if (repeated === 0) return [];
  return [`${repeated} film(s) share a ${what} with another: readings of one ${what} are not independent.`];
}

/** Letters and overlays come with real films only, so that each one tells its arm. */
function burnedInWarning(real: readonly RealFilm[]): string[] {
  const declared = real.filter(({ warnings }) => warnings.includes('burned-in-declared'));
  const probable = real.filter(
    ({ warnings }) => warnings.includes('burned-in-probable') && !warnings.includes('burned-in-declared'),
  );
  if (declared.length + probable.length === 0) return [];
  const parts = [
    ...(declared.length === 0 ? [] : [`${declared.length} by its file's own word`]),
    ...(probable.length === 0 ? [] : [`${probable.length} by the look of it`]),
  ];
  return [
    `Real films hold burned-in text (${parts.join(', ')}): it can tell the arm, and name a person. Look at them and leave them out.`,
  ];
}

function balanceWarning(real: number, synthetic: number): string[] {
  if (real === 0 || synthetic === 0 || Math.max(real, synthetic) <= 2 * Math.min(real, synthetic)) return [];
  return [
    `The arms are uneven (${real} real, ${synthetic} synthetic): a reader may guess by the larger one.`,
  ];
}
