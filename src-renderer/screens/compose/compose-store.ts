import { createDraftStore } from '../../app/draft-store.ts';
import { INITIAL_STATE, reduceCompose } from './compose-state.ts';

const store = createDraftStore(INITIAL_STATE, reduceCompose);

export const dispatchCompose = store.dispatch;
export const useCompose = store.use;
