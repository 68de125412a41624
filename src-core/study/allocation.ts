import { LightboxError } from '../base/errors.ts';
import type { CaseId, ReaderCaseId, ReaderFilmId } from '../base/ids.ts';
import { type Random, seededRandom, shuffled } from '../base/random.ts';
import { type Placed, placeAttention, placeRepeats } from './allocation-inserts.ts';
import { balancedOrder, dealEvenly, stratumKeys } from './balanced-order.ts';
import { williamsRows } from './latin-square.ts';
import { type Protocol, type ReadingPhase, readingPhases } from './protocol.ts';
import { dealSessions } from './session-deal.ts';
import { type Unit, unitsOf } from './units.ts';

export const TRIAL_KINDS = [
  'reading',
  'repeat',
  'calibration',
  'attention',
  'training',
  'adjudication',
] as const;
export type TrialKind = (typeof TRIAL_KINDS)[number];

export interface AllocatedFilm {
  readonly readerFilmId: ReaderFilmId;
  readonly caseId: CaseId;
}

/** What one reader is shown at once. The coordinator's side: a reader is given the random ids alone. */
export interface AllocatedTrial {
  readonly readerCaseId: ReaderCaseId;
  /** The case's id, or the set's. */
  readonly unitId: string;
  readonly kind: TrialKind;
  /** As shown, from left to right and top to bottom. */
  readonly films: readonly AllocatedFilm[];
  /** Of a repeat, its first showing. */
  readonly repeatOf: ReaderCaseId | null;
}

export interface AllocatedSession {
  /** In the whole study, from 1. */
  readonly number: number;
  readonly phase: string;
  /** Before the cases; empty but in the first session of the training's phase. */
  readonly training: readonly AllocatedTrial[];
  readonly trials: readonly AllocatedTrial[];
}

export interface ReaderAllocation {
  readonly readerId: string;
  readonly sessions: readonly AllocatedSession[];
}

/** What the allocation is a function of, besides the random ids. */
export type AllocationSource = Pick<
  Protocol,
  | 'seed'
  | 'design'
  | 'cases'
  | 'readers'
  | 'phases'
  | 'training'
  | 'calibration'
  | 'attention'
  | 'repeats'
  | 'order'
>;

const UNIT_KEYS = stratumKeys(({ stratum }: Unit) => stratum);

/**
 * `lightbox-order-2`: everything one reader is shown, in order, as a function of a valid protocol and the reader's
 * id. Each draw takes its numbers from xoshiro128** seeded with the text
 * `lightbox-order-2/<seed>/<what is drawn>`, so that draws do not depend on one another. The rules:
 *
 * - Units (cases, or sets of films) are dealt to the sessions of each phase (`dealSessions`), for each reader anew.
 *   With a Latin square the groups of sessions are the same for all readers and rotate by a Williams design.
 * - Within a session they stand in blocks balanced over arm, finding and view (`balancedOrder`). With a Latin
 *   square each session's units are dealt into blocks that are the same for all readers and rotate likewise; the
 *   reader's place in a random order of readers is the row.
 * - Calibration stands first; attention checks and repeats are inserted (allocation-inserts.ts).
 * - Of a set, each place holds the target equally often within one over a phase, in all, by arm, finding and view.
 *
 * @param newId draws a random id (from a cryptographic source: an id must carry nothing).
 * @throws LightboxError NOT_FOUND for a reader who is not of the protocol, CONFLICT when an id is drawn twice.
 */
export function allocateReader(
  protocol: AllocationSource,
  readerId: string,
  newId: () => string,
): ReaderAllocation {
  if (!protocol.readers.some(({ id }) => id === readerId)) {
    throw new LightboxError('NOT_FOUND', `The study has no reader ${readerId}.`, { readerId });
  }
  const units = unitsOf(protocol);
  const showing = showings(newId);
  const sessions = readingPhases(protocol).flatMap((phase) => {
    const random = randomOf(protocol, `${phase.id}/reader/${readerId}`);
    const placed = placedSessions(protocol, phase, readerId, units, random);
    const training = phase.id === protocol.training?.phase ? ofRole(units, 'training') : [];
    const lesson = balancedOrder(random('training'), training, UNIT_KEYS).map(
      (unit): Placed => ({ unit, kind: 'training', first: null }),
    );
    const shown = showing(placed.flat(), random('places'));
    const taught = showing(lesson, random('training places'));
    return placed.map((session, index) => ({
      phase: phase.id,
      training: index === 0 ? lesson.flatMap((entry) => taught.get(entry) ?? []) : [],
      trials: session.flatMap((entry) => shown.get(entry) ?? []),
    }));
  });
  return { readerId, sessions: sessions.map((session, index) => ({ number: index + 1, ...session })) };
}

/**
 * The order in which one reader adjudicates these units: balanced over arm, finding and view.
 * @throws LightboxError as `allocateReader`; NOT_FOUND for a unit that is not of the protocol.
 */
export function allocateAdjudication(
  protocol: AllocationSource,
  phase: string,
  readerId: string,
  unitIds: readonly string[],
  newId: () => string,
): readonly AllocatedTrial[] {
  const units = unitsOf(protocol);
  const chosen = unitIds.map((unitId) => {
    const unit = units.find(({ id }) => id === unitId);
    if (unit === undefined)
      throw new LightboxError('NOT_FOUND', `The study has no case ${unitId}.`, { unitId });
    return unit;
  });
  const random = randomOf(protocol, `${phase}/reader/${readerId}`);
  const placed = balancedOrder(random('order'), chosen, UNIT_KEYS).map(
    (unit): Placed => ({ unit, kind: 'adjudication', first: null }),
  );
  const shown = showings(newId)(placed, random('places'));
  return placed.flatMap((entry) => shown.get(entry) ?? []);
}

type NamedRandom = (what: string) => Random;

function randomOf({ seed }: Pick<Protocol, 'seed'>, scope: string): NamedRandom {
  return (what) => seededRandom(`lightbox-order-2/${seed}/${scope}/${what}`);
}

function ofRole(units: readonly Unit[], wanted: Unit['role']): Unit[] {
  return units.filter(({ role }) => role === wanted);
}

/** The sessions of a phase for one reader, with all that is inserted. */
function placedSessions(
  protocol: AllocationSource,
  phase: ReadingPhase,
  readerId: string,
  units: readonly Unit[],
  random: NamedRandom,
): Placed[][] {
  const { calibration, attention, repeats } = protocol;
  const read = ofRole(units, 'reading');
  const sessions =
    protocol.order.readerOrder.kind === 'latin-square'
      ? squareSessions(protocol, phase, readerId, read, protocol.order.readerOrder.blocks, random)
      : dealSessions(random('sessions'), read, phase.sessions).map((own, index) =>
          balancedOrder(random(`order ${index}`), own, UNIT_KEYS),
        );
  const checks = dealEvenly(random('attention'), ofRole(units, 'attention'), UNIT_KEYS, phase.sessions);
  const placed = sessions.map((order, index) => {
    const warmUp =
      index === 0 || calibration?.placement === 'every-session' ? ofRole(units, 'calibration') : [];
    return [
      ...shuffled(random(`calibration ${index}`), warmUp).map(
        (unit): Placed => ({ unit, kind: 'calibration', first: null }),
      ),
      ...placeAttention(
        random(`attention ${index}`),
        order.map((unit): Placed => ({ unit, kind: 'reading', first: null })),
        checks[index] ?? [],
        attention?.minDistance ?? 1,
      ),
    ];
  });
  return repeats?.phase === phase.id ? placeRepeats(random('repeats'), placed, repeats) : placed;
}

/** Sessions and blocks in the rows of Williams designs; within a block the order is the reader's own. */
function squareSessions(
  protocol: AllocationSource,
  phase: ReadingPhase,
  readerId: string,
  read: readonly Unit[],
  blocks: number,
  random: NamedRandom,
): Unit[][] {
  const study = randomOf(protocol, `${phase.id}/study`);
  const ranked = shuffled(
    randomOf(protocol, 'study')('readers'),
    [...protocol.readers.map(({ id }) => id)].sort(),
  );
  const rank = ranked.indexOf(readerId);
  const rowOf = (treatments: number): number[] => {
    const rows = williamsRows(treatments);
    return rows[rank % rows.length] ?? [];
  };
  const groups = dealSessions(study('sessions'), read, phase.sessions).map((group, index) =>
    dealEvenly(study(`blocks ${index}`), group, UNIT_KEYS, blocks),
  );
  return rowOf(phase.sessions).map((session) =>
    rowOf(blocks).flatMap((block) =>
      balancedOrder(random(`order ${session} ${block}`), groups[session]?.[block] ?? [], UNIT_KEYS),
    ),
  );
}

/** Gives what is placed its random ids and, where several films are shown, their places. */
function showings(newId: () => string) {
  const drawn = new Set<string>();
  const fresh = (): string => {
    const id = newId();
    if (drawn.has(id)) {
      throw new LightboxError('CONFLICT', 'The same case id was drawn twice for one reader; freeze again.');
    }
    drawn.add(id);
    return id;
  };
  return (placed: readonly Placed[], random: Random): ReadonlyMap<Placed, AllocatedTrial> => {
    const places = Math.max(1, ...placed.map(({ unit }) => unit.cases.length));
    const keys = stratumKeys(({ unit }: Placed) => unit.stratum);
    const targetPlace = new Map(
      dealEvenly(random, placed, keys, places).flatMap((own, place) =>
        own.map((entry): [Placed, number] => [entry, place]),
      ),
    );
    const ids = new Map(placed.map((entry) => [entry, fresh() as ReaderCaseId]));
    return new Map(
      placed.map((entry): [Placed, AllocatedTrial] => {
        const [target, ...foils] = entry.unit.cases;
        const order = shuffled(random, foils);
        if (target !== undefined) order.splice(targetPlace.get(entry) ?? 0, 0, target);
        const trial = {
          readerCaseId: ids.get(entry) as ReaderCaseId,
          unitId: entry.unit.id,
          kind: entry.kind,
          films: order.map((caseId) => ({ readerFilmId: fresh() as ReaderFilmId, caseId })),
          repeatOf: entry.first === null ? null : (ids.get(entry.first) ?? null),
        };
        return [entry, trial];
      }),
    );
  };
}
