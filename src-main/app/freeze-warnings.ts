import type { NormalisationPlan } from '../../src-core/imaging/normalise.ts';
import type { Film, RealFilm } from '../store/ports.ts';

/** Differences between the arms that survive the normalisation or weaken the study, in plain words. */
export function freezeWarnings(films: readonly Film[], plan: NormalisationPlan): string[] {
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
      real.flatMap((film) => film.patient ?? []),
    ),
    ...balanceWarning(real.length, synthetic.length),
  ];
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

function balanceWarning(real: number, synthetic: number): string[] {
  if (real === 0 || synthetic === 0 || Math.max(real, synthetic) <= 2 * Math.min(real, synthetic)) return [];
  return [
    `The arms are uneven (${real} real, ${synthetic} synthetic): a reader may guess by the larger one.`,
  ];
}
