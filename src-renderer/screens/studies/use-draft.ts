import { useEffect, useRef, useState } from 'react';
import type { LightboxError } from '../../../src-core/base/errors.ts';
import type { StudyId } from '../../../src-core/base/ids.ts';
import type { StudyView } from '../../../src-core/contract/study-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { draftOf, isStorable, type StudyDraft, sameDraft } from './draft-state.ts';

const SAVE_DELAY_MS = 300;

export interface DraftEditing {
  readonly draft: StudyDraft;
  readonly change: (part: Partial<StudyDraft>) => void;
  /** `saved`: main has exactly this draft. */
  readonly status: 'saved' | 'saving' | 'unsaved';
  readonly error: LightboxError | null;
  readonly retry: () => void;
}

/** A draft that saves itself a moment after each change, and at once when the screen is left. */
export function useDraft(study: StudyView): DraftEditing {
  const [draft, setDraft] = useState<StudyDraft>(() => draftOf(study));
  const [stored, setStored] = useState<StudyDraft>(() => draftOf(study));
  const update = useCommand('studies.update', {
    invalidates: ['studies.checkFreeze', 'studies.get', 'studies.list'],
  });
  const dirty = !sameDraft(draft, stored);
  const { mutate, isPending, error } = update;
  const save = useRef<() => void>(() => undefined);

  useEffect(() => {
    save.current = () => {
      const sent = draft;
      if (!dirty || isPending || !isStorable(sent)) return;
      mutate(inputOf(study.id, sent), { onSuccess: () => setStored(sent) });
    };
  });

  useEffect(() => {
    if (!dirty || isPending || error !== null || !isStorable(draft)) return;
    const timer = window.setTimeout(() => save.current(), SAVE_DELAY_MS);
    return () => window.clearTimeout(timer);
  }, [draft, dirty, isPending, error]);

  useEffect(() => () => save.current(), []);

  return {
    draft,
    change: (part) => {
      update.reset();
      setDraft((current) => ({ ...current, ...part }));
    },
    status: isPending ? 'saving' : dirty ? 'unsaved' : 'saved',
    error,
    retry: () => save.current(),
  };
}

function inputOf(studyId: StudyId, draft: StudyDraft & { readonly seed: number }) {
  return {
    studyId,
    name: draft.name.trim(),
    seed: draft.seed,
    filmIds: [...draft.filmIds],
    readerIds: [...draft.readerIds],
  };
}
