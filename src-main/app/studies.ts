import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';

/** Taking drafts away; designing and conducting studies have use cases of their own. */
export function studyHandlers({ store }: AppPorts): HandlersOf<'studies'> {
  return {
    'studies.deleteDraft': ({ studyId }, session) => {
      store.transaction(() => {
        store.studies.removeDraft(studyId);
        store.audit.append({
          actor: signedIn(session).name,
          action: 'studies.deleteDraft',
          details: { study: studyId },
        });
      });
      return {};
    },
  };
}
