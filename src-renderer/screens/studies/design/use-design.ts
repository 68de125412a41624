import { useEffect, useMemo, useRef, useState } from 'react';
import type { LightboxError } from '../../../../src-core/base/errors.ts';
import type { DesignView } from '../../../../src-core/contract/design-calls.ts';
import type { StudyDraft } from '../../../../src-core/study/draft.ts';
import { useCommand } from '../../../app/queries.ts';
import {
  type Design,
  type DraftFault,
  designOf,
  draftFaults,
  isStorable,
  sameDesign,
} from './design-state.ts';
import { keepUnsaved, unsavedDesign } from './unsaved-designs.ts';

const SAVE_DELAY_MS = 400;

export interface DesignEditing {
  readonly design: Design;
  readonly change: (part: Partial<Pick<Design, 'name' | 'seed'>>) => void;
  readonly edit: (change: (draft: StudyDraft) => StudyDraft) => void;
  /** Entries that cannot be stored as they stand. */
  readonly faults: readonly DraftFault[];
  /** `saved`: main has exactly this design; `blocked`: an entry is missing or impossible, nothing is sent. */
  readonly status: 'saved' | 'saving' | 'unsaved' | 'blocked';
  readonly error: LightboxError | null;
  readonly retry: () => void;
}

/**
 * A design that saves itself a moment after each change, and at once when the screen is left. What main refused, or
 * could not be sent, is there again at the next visit.
 */
export function useDesign(view: DesignView): DesignEditing {
  const [design, setDesign] = useState<Design>(() => unsavedDesign(view.studyId) ?? designOf(view));
  const [stored, setStored] = useState<Design>(() => designOf(view));
  const update = useCommand('design.update', { invalidates: ['design.check', 'design.get', 'conduct.list'] });
  const { mutate, isPending, error } = update;
  const faults = useMemo(() => draftFaults(design.draft), [design.draft]);
  const dirty = useMemo(() => !sameDesign(design, stored), [design, stored]);
  const storable = useMemo(() => isStorable(design), [design]);
  const { studyId } = view;
  const save = useRef<(leaving: boolean) => void>(() => undefined);

  useEffect(() => {
    keepUnsaved(studyId, dirty ? design : null);
    save.current = (leaving) => {
      const sent = design;
      if (!dirty || (isPending && !leaving) || !isStorable(sent)) return;
      const { name, seed, draft } = sent;
      mutate({ studyId, name: name.trim(), seed, draft }, { onSuccess: () => setStored(sent) });
    };
  });

  useEffect(() => {
    if (!dirty || isPending || error !== null || !isStorable(design)) return;
    const timer = window.setTimeout(() => save.current(false), SAVE_DELAY_MS);
    return () => window.clearTimeout(timer);
  }, [dirty, isPending, error, design]);

  useEffect(() => {
    const leave = () => save.current(true);
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('beforeunload', leave);
      leave();
    };
  }, []);

  const touch = (next: (current: Design) => Design): void => {
    if (error !== null) update.reset();
    setDesign(next);
  };
  return {
    design,
    change: (part) => touch((current) => ({ ...current, ...part })),
    edit: (change) => touch((current) => ({ ...current, draft: change(current.draft) })),
    faults,
    status: isPending ? 'saving' : !dirty ? 'saved' : storable ? 'unsaved' : 'blocked',
    error,
    retry: () => save.current(false),
  };
}
