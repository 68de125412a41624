import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { CaseId } from '../../src-core/base/ids.ts';
import { seededRandom } from '../../src-core/base/random.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import type { ProtocolInput } from '../../src-core/study/protocol.ts';
import type { SessionEvent } from '../../src-core/study/session-events.ts';
import { type FrozenStudy, freezeForTest } from '../../src-main/app/testing/frozen-study.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { Store } from '../../src-main/store/ports.ts';

/** Greys of a drawn chest, a function of the case's id: films that can be looked at. */
function phantomPixels(caseId: CaseId, sizePx: number): Uint8Array {
  const seed = seededRandom(`phantom/${caseId}`).nextUint32();
  return Uint8Array.from(drawPhantom(seed, { sizePx }).radiograph.pixels);
}

/** Opens the data folder of a workstation that is not running. */
async function withStore<Result>(
  userData: string,
  work: (store: Store) => Promise<Result> | Result,
): Promise<Result> {
  const folder = path.join(userData, 'workstation');
  const store = openStore({ folder, clock: () => new Date(), randomId: randomUUID });
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** What the first reader of a study did, of a workstation that is not running. */
export function eventsOfFirstReader(
  userData: string,
  { studyId, readers }: FrozenStudy,
): Promise<readonly SessionEvent[]> {
  const [reader] = readers;
  if (reader === undefined) throw new Error('The study has no reader.');
  return withStore(userData, (store) => store.events.events(studyId, reader.id));
}

/** Freezes a study into the data folder of a workstation that is not running: its readers have the stories' PIN. */
export function freezeStudy(userData: string, protocol: ProtocolInput): Promise<FrozenStudy> {
  return withStore(userData, (store) => freezeForTest(store, protocol, null, phantomPixels));
}
