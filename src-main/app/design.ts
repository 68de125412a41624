import type { Accounts } from './accounts.ts';
import { filmCandidates } from './design-candidates.ts';
import { checkDesign } from './design-check.ts';
import { draftHandlers, requireDraft } from './design-drafts.ts';
import { freezeDesign } from './design-freeze.ts';
import { previewDesign } from './design-preview.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import { signedIn } from './session.ts';
import type { SingleTask } from './single-task.ts';

/** Designing a study: its draft, what stands in the way of it, how its films will look, and the freeze. */
export function designHandlers(
  ports: AppPorts,
  accounts: Accounts,
  normalising: SingleTask,
): HandlersOf<'design'> {
  const { store } = ports;
  return {
    ...draftHandlers(ports),
    'design.candidates': (_input, session) => filmCandidates(ports, session),
    'design.check': ({ studyId }) => checkDesign(ports, requireDraft(store, studyId)),
    'design.preview': ({ studyId }, session) => {
      const study = requireDraft(store, studyId);
      return normalising.run((signal) => previewDesign(ports, session, study, signal));
    },
    'design.freeze': async ({ studyId, passphrase }, session) => {
      const study = requireDraft(store, studyId);
      const { id, name } = signedIn(session);
      const protocolHash = await normalising.run(async (signal) => {
        const { publicKey } = await accounts.confirm(id, passphrase);
        return freezeDesign(ports, { name, passphrase, publicKey }, study, signal);
      });
      return { protocolHash };
    },
    'design.cancel': () => {
      normalising.cancel();
      return {};
    },
  };
}
