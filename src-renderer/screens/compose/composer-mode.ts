import { createDraftStore } from '../../app/draft-store.ts';

/** What the composer is for: films of one prompt, of a table of prompts, or of a sweep over settings. */
export const COMPOSER_MODES = ['prompt', 'table', 'sweep'] as const;
export type ComposerMode = (typeof COMPOSER_MODES)[number];

const store = createDraftStore<ComposerMode, ComposerMode>('prompt', (_before, chosen) => chosen);

export const chooseComposerMode = store.dispatch;
export const useComposerMode = store.use;
