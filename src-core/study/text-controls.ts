import type { FilmId } from '../base/ids.ts';
import { seededRandom, shuffled } from '../base/random.ts';
import { MISMATCHES, type Mismatch, mismatchedText, type Unturnable } from '../prompt/mismatched-text.ts';
import type { DraftFilm } from './draft.ts';

/** A film of the draft with the text that it is shown with now: its own, or the one that the draft gives it. */
export type TextFilm = Pick<DraftFilm, 'filmId' | 'arm' | 'role' | 'textControl'> & { readonly text: string };

export interface TextControlWishes {
  /** Of each kind, how many texts in every arm. */
  readonly perArm: Readonly<Record<Mismatch, number>>;
  readonly seed: number;
}

export interface ProposedTextControls {
  /** By arm, then kind. */
  readonly controls: readonly {
    readonly filmId: FilmId;
    readonly text: string;
    readonly textControl: Extract<DraftFilm['textControl'], { kind: 'mismatched' }>;
  }[];
  /** Kinds of which every arm has fewer than wanted, with the arms that allow no more. */
  readonly short: readonly {
    readonly how: Mismatch;
    readonly arm: string;
    readonly wanted: number;
    readonly count: number;
    /** Why the other texts of the arm cannot be made wrong in this way, and how many. */
    readonly reasons: Readonly<Partial<Record<Unturnable, number>>>;
  }[];
}

interface Turned {
  readonly film: TextFilm;
  readonly how: Mismatch;
  readonly text: string;
}

/**
 * Texts that are wrong on purpose, as many of each kind in every arm that is read: where one arm allows fewer than are
 * wanted, all have as few, so that their number tells no arm. Films are drawn by the seed among those of the analysis
 * whose text fits them and can be turned; which they are does not depend on the order of `films`, nor what becomes of
 * a text on other films. It is a proposal, to be read by a person.
 */
export function proposeTextControls(
  films: readonly TextFilm[],
  { perArm, seed }: TextControlWishes,
): ProposedTextControls {
  const read = films.filter(({ role, textControl }) => role === 'reading' && textControl.kind === 'matched');
  const arms = [...new Set(read.map(({ arm }) => arm))].sort();
  const drawn = arms.map((arm) => {
    const own = read.filter((film) => film.arm === arm);
    return { arm, own, turned: drawnOf(arm, own, { perArm, seed }) };
  });
  const least = (how: Mismatch): number => Math.min(...drawn.map(({ turned }) => turned[how].length));
  return {
    controls: drawn.flatMap(({ turned }) =>
      MISMATCHES.flatMap((how) =>
        turned[how].slice(0, least(how)).map(({ film, text }) => ({
          filmId: film.filmId,
          text,
          textControl: { kind: 'mismatched' as const, how, originalText: film.text },
        })),
      ),
    ),
    short: MISMATCHES.flatMap((how) =>
      drawn
        .filter(({ turned }) => turned[how].length < perArm[how])
        .map(({ arm, own, turned }) => ({
          how,
          arm,
          wanted: perArm[how],
          count: turned[how].length,
          reasons: reasonsOf(own, how, seed),
        })),
    ),
  };
}

/** Of one arm, the films of each kind, each film once; the kinds that fewer texts allow take theirs first. */
function drawnOf(
  arm: string,
  own: readonly TextFilm[],
  { perArm, seed }: TextControlWishes,
): Record<Mismatch, Turned[]> {
  const random = seededRandom(`lightbox-controls-2/${seed}/${arm}`);
  const order = shuffled(
    random,
    [...own].sort((one, other) => (one.filmId < other.filmId ? -1 : 1)),
  );
  const possible = MISMATCHES.map((how) => ({
    how,
    all: order.flatMap((film) => turn(film, how, seed) ?? []),
  }));
  const kinds = new Map<TextFilm, number>();
  for (const { how, all } of possible) {
    if (perArm[how] > 0) for (const { film } of all) kinds.set(film, (kinds.get(film) ?? 0) + 1);
  }
  const used = new Set<TextFilm>();
  const result: Record<Mismatch, Turned[]> = { 'wrong-side': [], 'wrong-finding': [], negated: [] };
  const scarceFirst = [...possible].sort((one, other) => one.all.length - other.all.length);
  for (const { how, all } of scarceFirst) {
    const free = all.filter(({ film }) => !used.has(film));
    // Texts that allow nothing else are taken first: the others are left for the kinds to come.
    free.sort((one, other) => (kinds.get(one.film) ?? 0) - (kinds.get(other.film) ?? 0));
    result[how] = free.slice(0, perArm[how]);
    for (const { film } of result[how]) used.add(film);
  }
  return result;
}

function turn(film: TextFilm, how: Mismatch, seed: number): Turned | null {
  const found = mismatch(film, how, seed);
  return 'text' in found ? { film, how, text: found.text } : null;
}

const mismatch = ({ filmId, text }: TextFilm, how: Mismatch, seed: number) =>
  mismatchedText(text, how, seededRandom(`lightbox-controls-2/${seed}/${how}/${filmId}`));

function reasonsOf(
  own: readonly TextFilm[],
  how: Mismatch,
  seed: number,
): Partial<Record<Unturnable, number>> {
  const reasons: Partial<Record<Unturnable, number>> = {};
  for (const film of own) {
    const found = mismatch(film, how, seed);
    if ('unable' in found) reasons[found.unable] = (reasons[found.unable] ?? 0) + 1;
  }
  return reasons;
}
