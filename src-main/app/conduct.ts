import { LightboxError } from '../../src-core/base/errors.ts';
import type { StudyId, UserId } from '../../src-core/base/ids.ts';
import { readChain } from '../../src-core/study/readings-format.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import { jsonObjectSchema } from '../store/schemas.ts';
import type { Accounts } from './accounts.ts';
import { adjudicate, opened, releasePhase, sealedOf } from './conduct-phases.ts';
import { conductedStudy, openStudy } from './conduct-study.ts';
import { conductView, studyList, unblindingWaits } from './conduct-view.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';
import type { ReaderStudies, Stay } from './reader-studies.ts';
import { type AppSession, signedIn } from './session.ts';

/** Following a frozen study, giving out its later phases, closing and unblinding it. */
export function conductHandlers(
  ports: AppPorts,
  accounts: Accounts,
  readers: ReaderStudies,
): HandlersOf<'conduct'> {
  const { store } = ports;
  /** The name of the signed-in coordinator, whose passphrase this is. @throws as `Accounts.confirm` */
  const confirmed = async (session: AppSession, passphrase: string): Promise<string> => {
    const { id, name } = signedIn(session);
    await accounts.confirm(id, passphrase);
    return name;
  };
  const view = (studyId: StudyId) => conductView(ports, readers, studyId);
  return {
    'conduct.list': () => studyList(ports, readers),
    'conduct.view': ({ studyId }) => view(studyId),
    'conduct.releasePhase': async (input, session) => {
      await releasePhase(ports, readers, input, await confirmed(session, input.passphrase));
      return view(input.studyId);
    },
    'conduct.adjudicate': async (input, session) => {
      const cases = await adjudicate(ports, input, await confirmed(session, input.passphrase));
      return { view: await view(input.studyId), cases };
    },
    'conduct.amend': ({ studyId, text, reason }, session) => {
      const { view: before } = conductedStudy(store, studyId);
      const by = signedIn(session).name;
      const amendment = { at: ports.clock().toISOString(), by, text, reason };
      store.studies.setOpenView(
        studyId,
        jsonObjectSchema.parse({ ...before, amendments: [...before.amendments, amendment] }),
        'conduct.amend',
        { actor: by, reason },
        { text },
      );
      return view(studyId);
    },
    'conduct.unlockReader': ({ studyId, readerId, reason }, session) => {
      act(ports, readers, session, 'conduct.unlockReader', { studyId, readerId, reason }, (stay, by) => ({
        type: 'unlocked',
        ...stay,
        by,
        reason,
      }));
      return view(studyId);
    },
    'conduct.waiveTraining': ({ studyId, readerId, reason }, session) => {
      act(ports, readers, session, 'conduct.waiveTraining', { studyId, readerId, reason }, (stay, by) => ({
        type: 'training-waived',
        ...stay,
        by,
        reason,
      }));
      return view(studyId);
    },
    'conduct.close': ({ studyId, reason }, session) => {
      openStudy(store, studyId);
      store.studies.close(studyId, { actor: signedIn(session).name, reason });
      return view(studyId);
    },
    'conduct.unblind': async ({ studyId, reason, passphrase }, session) => {
      const conducted = conductedStudy(store, studyId);
      const waits = unblindingWaits(conducted);
      if (waits !== null) throw new LightboxError('CONFLICT', waits, { studyId });
      const actor = await confirmed(session, passphrase);
      const truth = await opened(ports.studyWork.open(sealedOf(ports, conducted, passphrase)));
      store.studies.unblindSealed(studyId, truth, { actor, reason });
      return view(studyId);
    },
  };
}

/**
 * What a coordinator does in a reader's study: an event of the reader's chain, audited.
 * @throws LightboxError READING_OUT_OF_ORDER where it is not due; CONFLICT once the study is closed, or where the reader
 * reads at another workstation, whose chain only that one can go on with
 */
function act(
  { store, clock }: AppPorts,
  readers: ReaderStudies,
  session: AppSession,
  action: string,
  { studyId, readerId, reason }: { studyId: StudyId; readerId: UserId; reason: string },
  eventOf: (stay: Stay, by: string) => SessionEvent,
): void {
  openStudy(store, studyId);
  const study = readers.of(studyId, readerId);
  const { name } = store.users.get(readerId);
  const [first] = store.events.rows(studyId, readerId);
  const key = first === undefined ? null : readChain([first]).header.publicKey;
  if (key !== null && key !== store.users.secret(readerId)?.publicKey) {
    throw new LightboxError(
      'CONFLICT',
      `${name} reads at another workstation, which alone can go on with what was begun there. Nothing was changed.`,
      { readerId },
    );
  }
  const by = signedIn(session).name;
  const stay = { runId: session.signInId, at: clock().toISOString() };
  readers.commit(study, stay, eventOf(stay, by), false);
  store.audit.append({ actor: by, action, details: { study: studyId, reader: readerId, reason } });
}
