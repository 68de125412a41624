import { groupBy } from '../base/collections.ts';
import { LightboxError } from '../base/errors.ts';
import type { CaseId, FilmId } from '../base/ids.ts';
import { seededRandom, shuffled } from '../base/random.ts';
import type { Protocol, ProtocolCase } from './protocol.ts';
import { filmRoots } from './units.ts';

type Design = Extract<Protocol['design'], { kind: 'pair' | 'n-way' }>;

/**
 * `lightbox-select-1`, the rule "random n with seed" of an arm: a simple random sample of the films kept, the same
 * for the same seed whatever order they are given in (xoshiro128** seeded with `lightbox-select-1/<seed>`).
 *
 * @returns the chosen films, sorted. @throws LightboxError BAD_INPUT when fewer films are there than are asked for.
 */
export function selectFilms(films: readonly FilmId[], count: number, seed: number): FilmId[] {
  const distinct = [...new Set(films)].sort();
  if (count > distinct.length) {
    throw new LightboxError(
      'BAD_INPUT',
      `${count} films are to be drawn, but only ${distinct.length} are there.`,
      {
        count,
        films: distinct.length,
      },
    );
  }
  return shuffled(seededRandom(`lightbox-select-1/${seed}`), distinct)
    .slice(0, count)
    .sort();
}

export interface ComposedSets {
  readonly sets: Design['sets'];
  /** Cases that found no partners of their finding and view. */
  readonly unused: readonly CaseId[];
}

/**
 * Composes sets of one target and its foils, all of one role, finding and view, chosen at random by the seed; no film
 * stands beside its own source or edit. Sets are numbered from 1 in a random order.
 *
 * @param films shown at once, 2 or more. @param isTarget whether a case can be a target; the others are foils.
 */
export function composeSets(
  cases: readonly ProtocolCase[],
  films: number,
  isTarget: (entry: ProtocolCase) => boolean,
  seed: number,
): ComposedSets {
  const random = seededRandom(`lightbox-sets-1/${seed}`);
  const roots = filmRoots(cases);
  const rootOf = ({ filmId }: ProtocolCase): FilmId => roots.get(filmId) ?? filmId;
  const strata = [...groupBy(cases, ({ role, finding, view }) => JSON.stringify([role, finding, view]))];
  const composed: ProtocolCase[][] = [];
  for (const [, members] of strata.sort(([first], [second]) => (first < second ? -1 : 1))) {
    const sorted = [...members].sort((first, second) => (first.caseId < second.caseId ? -1 : 1));
    const foils = shuffled(
      random,
      sorted.filter((entry) => !isTarget(entry)),
    );
    for (const target of shuffled(random, sorted.filter(isTarget))) {
      const set = [target];
      for (const foil of [...foils]) {
        if (set.length === films || set.some((member) => rootOf(member) === rootOf(foil))) continue;
        set.push(foil);
        foils.splice(foils.indexOf(foil), 1);
      }
      if (set.length === films) composed.push(set);
      else foils.push(...set.slice(1));
    }
  }
  const used = new Set(composed.flat());
  return {
    sets: shuffled(random, composed).map(([target, ...rest], index) => ({
      setId: `set-${index + 1}`,
      target: target?.caseId as CaseId,
      foils: rest.map(({ caseId }) => caseId),
    })),
    unused: cases.filter((entry) => !used.has(entry)).map(({ caseId }) => caseId),
  };
}
