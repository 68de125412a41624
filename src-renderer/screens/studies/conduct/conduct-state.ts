import type { ConductView, ReaderState } from '../../../../src-core/contract/conduct-calls.ts';

/** What an act in a study's conduct changes on the screen. */
export const CONDUCT_CHANGED = ['conduct.view', 'conduct.list'] as const;

/** Cases over all readers: done, and in all. */
export function readTotals(readers: readonly Pick<ReaderState, 'done' | 'total'>[]): {
  readonly done: number;
  readonly total: number;
} {
  return readers.reduce((sum, { done, total }) => ({ done: sum.done + done, total: sum.total + total }), {
    done: 0,
    total: 0,
  });
}

/** Readers who have not signed their completion. */
export function unsigned(readers: readonly ReaderState[]): readonly ReaderState[] {
  return readers.filter(({ signedAt }) => signedAt === null);
}

/** How many readers hold a phase of reading, by the sessions of their plans: a release skips who is not so far. */
export function holdersOf(
  { phases, readers }: Pick<ConductView, 'phases' | 'readers'>,
  number: number,
): number {
  const needed = phases
    .filter((phase) => phase.kind === 'reading' && phase.number <= number)
    .reduce((sum, phase) => sum + phase.sessions, 0);
  return readers.filter(({ sessions }) => sessions >= needed).length;
}

/** The next phase that readers do not know of yet, if it is one that is released and not adjudicated. */
export function nextToRelease({ phases }: Pick<ConductView, 'phases'>): ConductView['phases'][number] | null {
  const next = phases.find(({ released }) => !released);
  return next?.kind === 'reading' ? next : null;
}

/** The adjudication that is still to be given out, once every phase before it is released. */
export function nextToAdjudicate({
  phases,
}: Pick<ConductView, 'phases'>): ConductView['phases'][number] | null {
  const next = phases.find(({ released }) => !released);
  return next?.kind === 'adjudication' ? next : null;
}
