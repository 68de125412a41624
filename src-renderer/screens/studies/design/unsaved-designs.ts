import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { Design } from './design-state.ts';

/**
 * Designs that main could not store yet when their page was left: they wait here for the next visit. In memory
 * alone: signing out loads the window anew and forgets them.
 */
const unsaved = new Map<StudyId, Design>();

export const unsavedDesign = (studyId: StudyId): Design | null => unsaved.get(studyId) ?? null;

export function keepUnsaved(studyId: StudyId, design: Design | null): void {
  if (design === null) unsaved.delete(studyId);
  else unsaved.set(studyId, design);
}
