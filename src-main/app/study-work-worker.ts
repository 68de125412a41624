/** Entry of the worker thread that judges, freezes and opens studies (see study-work.ts). */
import { randomUUID } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import { tellingMeasures } from '../../src-core/stats/classify/arm-differences.ts';
import { drawAdjudication } from '../../src-core/study/adjudicate.ts';
import { allocateReader, type ReaderAllocation } from '../../src-core/study/allocation.ts';
import { checkAllocation } from '../../src-core/study/allocation-check.ts';
import { checkDraft } from '../../src-core/study/draft-check.ts';
import { protocolOfDraft } from '../../src-core/study/draft-protocol.ts';
import { openViewOf } from '../../src-core/study/open-view.ts';
import type { Protocol } from '../../src-core/study/protocol.ts';
import { freezeProtocol } from '../../src-core/study/protocol-freeze.ts';
import { phasesKnownFirst, readerShare, wholeShare } from '../../src-core/study/reader-share.ts';
import { readChain } from '../../src-core/study/readings-format.ts';
import { readTruth, truthText, withAdjudications } from '../../src-core/study/sealed-truth.ts';
import { sealAdjudication, sealTruth, unsealAdjudication, unsealTruth } from '../keys/sealed.ts';
import { sha256Hex } from '../store/sha256.ts';
import { studyResults } from './result-tables.ts';
import {
  type DrawnAdjudication,
  type FrozenStudy,
  type HeldRows,
  type LaterShares,
  type StudyWorkAnswer,
  type StudyWorkRequest,
  studyWorkRequestSchema,
} from './study-work-messages.ts';

type Request<Type extends StudyWorkRequest['type']> = Extract<StudyWorkRequest, { type: Type }>;

const port = parentPort;
if (port === null) throw new Error('study-work-worker runs as a worker thread only');

port.on('message', (message: unknown) => {
  void answerTo(message).then((answer) => port.postMessage(answer));
});

async function answerTo(message: unknown): Promise<StudyWorkAnswer> {
  try {
    const request = studyWorkRequestSchema.parse(message);
    switch (request.type) {
      case 'check':
        return { type: 'check', check: checkDraft(request.draft, request.facts, request.context) };
      case 'freeze':
        return { type: 'freeze', frozen: await freeze(request) };
      case 'release':
        return { type: 'release', later: await release(request) };
      case 'adjudicate':
        return { type: 'adjudicate', drawn: await adjudicate(request) };
      case 'open': {
        const { protocol, allocations } = await open(request);
        return { type: 'open', truthText: truthText(canonicalJson(protocol), allocations) };
      }
      case 'differences':
        return { type: 'differences', telling: tellingMeasures(request.measures, request.seed) };
      case 'results': {
        const { truthText: text, protocolHash, held, films } = request;
        const truth = readTruth(text, protocolHash, sha256Hex);
        return {
          type: 'results',
          results: studyResults(truth, protocolHash, held.map(eventsOf), films),
        };
      }
    }
  } catch (thrown) {
    return { type: 'failed', error: toLightboxError(thrown).toPayload() };
  }
}

async function freeze({
  draft,
  facts,
  context,
  studyId,
  passphrase,
}: Request<'freeze'>): Promise<FrozenStudy> {
  const drafted = protocolOfDraft(draft, facts, context);
  const { protocol, content, hash } = freezeProtocol(drafted.protocol, sha256Hex);
  const allocations = protocol.readers.map(({ id }) => allocateReader(protocol, id, randomUUID));
  const [fault] = checkAllocation(protocol, allocations);
  if (fault !== undefined) throw new LightboxError('INTERNAL', `The order breaks the protocol: ${fault}`);
  const sealedTruth = await sealTruth(
    { studyId, protocolHash: hash, protocolContent: content, allocations },
    passphrase,
  );
  const upToPhase = phasesKnownFirst(protocol);
  return {
    protocolHash: hash,
    sealedTruth,
    openView: openViewOf(protocol),
    shares: allocations.map((allocation) => readerShare(protocol, allocation, upToPhase)),
  };
}

interface OpenStudy {
  readonly protocol: Protocol;
  readonly allocations: readonly ReaderAllocation[];
}

/** @throws LightboxError UNSEALING_FAILED, STORE_CORRUPT, CHAIN_BROKEN */
async function open({
  studyId,
  sealedTruth,
  adjudications,
  passphrase,
}: Omit<Request<'open'>, 'type'>): Promise<OpenStudy> {
  const { protocol, allocations } = await unsealTruth(sealedTruth, studyId, passphrase, sha256Hex);
  const added = await Promise.all(adjudications.map((sealed) => unsealAdjudication(sealed, passphrase)));
  return { protocol, allocations: withAdjudications(allocations, added) };
}

/** Which films a reader holds already is the caller's to see: those of the first phase show every case. */
function earlierFilms({ protocol, allocations }: OpenStudy): LaterShares['earlier'] {
  return allocations.map((allocation) => readerShare(protocol, allocation, 1));
}

async function release({ upToPhase, ...sealed }: Request<'release'>): Promise<LaterShares> {
  const study = await open(sealed);
  const { protocol, allocations } = study;
  return {
    shares: allocations.map((allocation) => readerShare(protocol, allocation, upToPhase)),
    earlier: earlierFilms(study),
  };
}

async function adjudicate({ phase, held, ...sealed }: Request<'adjudicate'>): Promise<DrawnAdjudication> {
  const study = await open(sealed);
  const { protocol, allocations } = study;
  const { protocolHash } = sealed.sealedTruth;
  const drawn = drawAdjudication(protocol, protocolHash, allocations, held.map(eventsOf), phase, randomUUID);
  const readers = new Set(drawn.sessions.map(({ readerId }) => readerId));
  return {
    cases: drawn.cases,
    sealed: await sealAdjudication(
      { studyId: sealed.studyId, protocolHash },
      phase,
      drawn.sessions,
      sealed.passphrase,
    ),
    shares: withAdjudications(allocations, [drawn.sessions])
      .filter(({ readerId }) => readers.has(readerId))
      .map((allocation) => wholeShare(protocol, allocation)),
    earlier: earlierFilms(study),
  };
}

function eventsOf({ readerId, rows }: HeldRows) {
  return { readerId, events: rows.length === 0 ? [] : readChain(rows).events };
}
