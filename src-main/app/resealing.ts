import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId } from '../../src-core/base/ids.ts';
import { openViewSchema } from '../../src-core/study/open-view.ts';
import type { SealedTruth } from '../../src-core/study/sealed-truth.ts';
import { resealAdjudication, resealTruth } from '../keys/sealed.ts';
import type { AuditedBy, JsonObject, Store } from '../store/ports.ts';

interface Resealed {
  readonly id: StudyId;
  readonly sealedTruth: SealedTruth;
  readonly openView: JsonObject;
}

interface ResealedStudies {
  readonly count: number;
  /** Studies that the old passphrase does not open: they stay as they are. */
  readonly underAnother: number;
  /** Inside a transaction. @throws LightboxError CONFLICT where studies were frozen or unblinded meanwhile */
  keep(by: AuditedBy): void;
}

/**
 * Every study whose truth is still sealed, sealed under another passphrase; nothing is stored yet.
 * @throws LightboxError BAD_INPUT for a passphrase that is none
 */
export async function resealed(
  studies: Store['studies'],
  old: string,
  next: string,
): Promise<ResealedStudies> {
  const ids = sealedIds(studies);
  const done: Resealed[] = [];
  for (const id of ids) {
    const study = await resealedStudy(studies, id, old, next);
    if (study !== null) done.push(study);
  }
  return {
    count: done.length,
    underAnother: ids.length - done.length,
    keep: (by) => {
      if (sealedIds(studies).join() !== ids.join()) {
        throw new LightboxError('CONFLICT', 'A study was frozen or unblinded meanwhile. Try again.');
      }
      for (const { id, sealedTruth, openView } of done) studies.reseal(id, sealedTruth, openView, by);
    },
  };
}

function sealedIds(studies: Store['studies']): readonly StudyId[] {
  return studies
    .list()
    .filter(({ id, state }) => (state === 'frozen' || state === 'closed') && studies.openView(id) !== null)
    .map(({ id }) => id);
}

/** Null where the old passphrase does not open it. */
async function resealedStudy(
  studies: Store['studies'],
  id: StudyId,
  old: string,
  next: string,
): Promise<Resealed | null> {
  const stored = studies.openView(id) ?? {};
  const view = openViewSchema.safeParse(stored);
  try {
    const sealedTruth = await resealTruth(studies.sealedTruth(id), old, next);
    const adjudications = await Promise.all(
      (view.data?.adjudications ?? []).map(async ({ cases, sealed }) => ({
        cases,
        sealed: await resealAdjudication(sealed, old, next),
      })),
    );
    return { id, sealedTruth, openView: { ...stored, ...(view.success ? { adjudications } : {}) } };
  } catch (thrown) {
    if (thrown instanceof LightboxError && thrown.code === 'UNSEALING_FAILED') return null;
    throw thrown;
  }
}
