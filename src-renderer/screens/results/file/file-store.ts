import { createDraftStore } from '../../../app/draft-store.ts';
import type { FileDraft } from './file-state.ts';

/** Outside the screen, so that a look at another one does not lose the file. */
const store = createDraftStore<FileDraft | null, FileDraft>(null, (_before, draft) => draft);

export const setFileDraft = store.dispatch;
export const useFileDraft = store.use;
