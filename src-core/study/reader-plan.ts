import { z } from 'zod';
import { LightboxError } from '../base/errors.ts';
import type { ReaderCaseId, ReaderFilmId } from '../base/ids.ts';
import type { AllocatedTrial, ReaderAllocation } from './allocation.ts';
import type { AnswerValue } from './answers.ts';
import {
  type InstrumentItem,
  instrumentSchema,
  itemIdSchema,
  questionnaireSchema,
  slugSchema,
} from './instrument.ts';
import { type Protocol, type ProtocolCase, type ReadingPhase, readingPhases } from './protocol.ts';
import { filmsAtOnce } from './units.ts';

const readerCaseIdSchema = z
  .string()
  .min(1)
  .max(100)
  .transform((id) => id as ReaderCaseId);
const readerFilmIdSchema = z
  .string()
  .min(1)
  .max(100)
  .transform((id) => id as ReaderFilmId);

const trialSchema = z.strictObject({
  readerCaseId: readerCaseIdSchema,
  /** As shown, from left to right and top to bottom. */
  films: z.array(readerFilmIdSchema).min(1).max(9),
});

/** A training case tells its answers: that is what it is for. */
const trainingTrialSchema = z.strictObject({
  ...trialSchema.shape,
  expected: z.record(itemIdSchema, z.union([z.number(), z.string().max(200), z.array(z.string().max(80))])),
  feedback: z.string().nullable(),
});

/** Its name and purpose stay with the coordinator: they may tell what readers are not to know yet. */
const phaseSchema = z.strictObject({
  number: z.int().min(1),
  stages: z.array(slugSchema).min(1),
  instructions: z.string().nullable(),
  questionnaire: questionnaireSchema.nullable(),
});

const sessionSchema = z.strictObject({
  /** In the whole study, from 1. */
  number: z.int().min(1),
  phase: z.int().min(1),
  /** From the end of the session before. */
  leastDaysAfterPrevious: z.int().min(0),
  training: z.array(trainingTrialSchema),
  trials: z.array(trialSchema).min(1),
});

/**
 * All that a reader's side knows of a study: ids, order, questions and rules. No arm, film, case, patient, seed or
 * text; which cases are repeats, checks or calibration is not in it.
 */
export const readerPlanSchema = z
  .strictObject({
    formatVersion: z.literal(1),
    studyName: z.string().min(1).max(200),
    matrixSizePx: z.int().min(16).max(8192),
    filmsAtOnce: z.int().min(1).max(9),
    /** The stages of the phases that the plan holds, and no others. */
    instrument: instrumentSchema,
    phases: z.array(phaseSchema).min(1),
    sessions: z.array(sessionSchema).min(1),
    /** Phases follow that this plan does not hold: the reader signs after the last of them. */
    morePhases: z.boolean(),
    backNavigation: z.enum(['forbidden', 'logged']),
    pauses: z.strictObject({ allowed: z.boolean(), idleAfterSeconds: z.int().nullable() }),
    displayCheck: z.enum(['never', 'every-session', 'every-sign-in']),
    training: z.strictObject({ passShare: z.number().nullable(), maxAttempts: z.int().min(1) }).nullable(),
    /** The last day, in UTC, on which cases are read; null: the coordinator closes the reading. */
    stopsOn: z.iso.date().nullable(),
  })
  .readonly();

export type ReaderPlan = z.infer<typeof readerPlanSchema>;
export type PlannedSession = ReaderPlan['sessions'][number];
export type PlannedPhase = ReaderPlan['phases'][number];
export type TrainingTrial = PlannedSession['training'][number];

/** Every trial of a plan, those of training included, in the order of its sessions. */
export function plannedTrials({
  sessions,
}: ReaderPlan): (PlannedSession['trials'][number] | TrainingTrial)[] {
  return sessions.flatMap(({ training, trials }) => [...training, ...trials]);
}

/** Every film that a plan shows, once. */
export function plannedFilms(plan: ReaderPlan): Set<ReaderFilmId> {
  return new Set(plannedTrials(plan).flatMap(({ films }) => films));
}

/**
 * What one reader's side may know of a study.
 *
 * @param upToPhase the last phase it may know of, from 1; null: all. A reader who is blinded to the purpose must not
 * be given the questions of the phases that tell it.
 * @throws LightboxError NOT_FOUND when the allocation is not of this protocol.
 */
export function readerPlan(
  protocol: Protocol,
  allocation: ReaderAllocation,
  upToPhase: number | null = null,
): ReaderPlan {
  const all = readingPhases(protocol);
  const phases = all.slice(0, upToPhase ?? undefined);
  const adjudicates = protocol.phases.some(
    (phase) => phase.kind === 'adjudication' && phase.readers.includes(allocation.readerId),
  );
  const stages = new Set(phases.flatMap((phase) => phase.stages));
  return {
    formatVersion: 1,
    studyName: protocol.name,
    matrixSizePx: protocol.normalisation.matrixSizePx,
    filmsAtOnce: filmsAtOnce(protocol),
    instrument: {
      ...protocol.instrument,
      // Its own name may tell what is asked later ("visual-turing-test").
      id: 'reading',
      stages: protocol.instrument.stages.filter(({ id }) => stages.has(id)),
      items: protocol.instrument.items.filter(({ stage }) => stages.has(stage)),
    },
    phases: phases.map(({ id, stages: own, questionnaire }, index) => ({
      number: index + 1,
      stages: own,
      instructions: protocol.gates.instructions?.[id] ?? null,
      questionnaire,
    })),
    sessions: plannedSessions(protocol, phases, allocation),
    morePhases: phases.length < all.length || adjudicates,
    backNavigation: protocol.backNavigation,
    pauses: protocol.pauses,
    displayCheck: protocol.gates.displayCheck,
    training:
      protocol.training === null
        ? null
        : { passShare: protocol.training.passShare, maxAttempts: protocol.training.maxAttempts },
    stopsOn: protocol.stopping.rule === 'by-date' ? protocol.stopping.date : null,
  };
}

/**
 * The whole plan of a reader with the cases to adjudicate as its last session; without cases, the reader signs what
 * is read.
 *
 * @param phaseId the adjudication's. @param trials of `allocateAdjudication`.
 * @throws LightboxError NOT_FOUND for a phase that is none of adjudication.
 */
export function withAdjudication(
  protocol: Protocol,
  plan: ReaderPlan,
  phaseId: string,
  trials: readonly AllocatedTrial[],
): ReaderPlan {
  const phase = protocol.phases.find(({ id }) => id === phaseId);
  if (phase?.kind !== 'adjudication') {
    throw new LightboxError('NOT_FOUND', `The study has no adjudication ${phaseId}.`, { phase: phaseId });
  }
  if (trials.length === 0) return { ...plan, morePhases: false };
  const number = plan.phases.length + 1;
  const { stages, questionnaire, washout } = phase;
  const instructions = protocol.gates.instructions?.[phaseId] ?? null;
  return {
    ...plan,
    phases: [...plan.phases, { number, stages, instructions, questionnaire }],
    sessions: [
      ...plan.sessions,
      {
        number: plan.sessions.length + 1,
        phase: number,
        leastDaysAfterPrevious: washout.beforeDays,
        training: [],
        trials: trials.map(plannedTrial),
      },
    ],
    morePhases: false,
  };
}

/** The plan of a study of one session, one film at a time, without gates: all stages for every case in turn. */
export function singleSessionPlan(
  studyName: string,
  matrixSizePx: number,
  instrument: ReaderPlan['instrument'],
  order: readonly ReaderCaseId[],
): ReaderPlan {
  const stages = instrument.stages.map(({ id }) => id);
  const trials = order.map((readerCaseId) => ({
    readerCaseId,
    films: [readerCaseId as string as ReaderFilmId],
  }));
  return {
    formatVersion: 1,
    studyName,
    matrixSizePx,
    filmsAtOnce: 1,
    instrument,
    phases: [{ number: 1, stages, instructions: null, questionnaire: null }],
    sessions: [{ number: 1, phase: 1, leastDaysAfterPrevious: 0, training: [], trials }],
    morePhases: false,
    backNavigation: 'forbidden',
    pauses: { allowed: true, idleAfterSeconds: null },
    displayCheck: 'never',
    training: null,
    stopsOn: null,
  };
}

function plannedSessions(
  protocol: Protocol,
  phases: readonly ReadingPhase[],
  { sessions }: ReaderAllocation,
): ReaderPlan['sessions'] {
  return sessions
    .filter(({ phase }) => phases.some(({ id }) => id === phase))
    .map((session, index, all) => {
      const phase = phases.findIndex(({ id }) => id === session.phase);
      const { washout } = phases[phase] ?? { washout: { beforeDays: 0, betweenDays: 0 } };
      const first = all[index - 1]?.phase !== session.phase;
      return {
        number: session.number,
        phase: phase + 1,
        leastDaysAfterPrevious: index === 0 ? 0 : first ? washout.beforeDays : washout.betweenDays,
        training: session.training.map((trial) => ({
          ...plannedTrial(trial),
          expected: expectedAnswers(protocol, trial, phases[phase]?.stages ?? []),
          feedback: casesOf(protocol, trial).find(({ feedback }) => feedback !== null)?.feedback ?? null,
        })),
        trials: session.trials.map(plannedTrial),
      };
    });
}

function plannedTrial({ readerCaseId, films }: AllocatedTrial): PlannedSession['trials'][number] {
  return { readerCaseId, films: films.map(({ readerFilmId }) => readerFilmId) };
}

/**
 * The right answers of a training or attention trial: those of its cases, and the target's place where one of
 * several films is chosen.
 * @throws LightboxError NOT_FOUND when the trial is not of this protocol.
 */
export function expectedAnswers(
  protocol: Protocol,
  trial: AllocatedTrial,
  stages: readonly string[],
): TrainingTrial['expected'] {
  const items = protocol.instrument.items.filter(({ stage }) => stages.includes(stage));
  const stated = Object.assign(
    {},
    ...casesOf(protocol, trial).map(({ expected }) => expected ?? {}),
  ) as NonNullable<ProtocolCase['expected']>;
  const expected: TrainingTrial['expected'] = {};
  for (const item of items) {
    const value = asksForTarget(item) ? targetPlace(protocol, trial) : (stated[item.id] ?? null);
    if (value !== null) expected[item.id] = value;
  }
  return expected;
}

function asksForTarget(item: InstrumentItem): boolean {
  return item.kind === 'film-choice' && item.asks !== 'preference';
}

/** From 1; null where the design has no targets. */
export function targetPlace({ design }: Protocol, { unitId, films }: AllocatedTrial): number | null {
  if (design.kind === 'single-film') return null;
  const set = design.sets.find(({ setId }) => setId === unitId);
  const place = films.findIndex(({ caseId }) => caseId === set?.target);
  return place < 0 ? null : place + 1;
}

function casesOf({ cases }: Protocol, { films }: AllocatedTrial): ProtocolCase[] {
  return films.map(({ caseId }) => {
    const found = cases.find((entry) => entry.caseId === caseId);
    if (found === undefined)
      throw new LightboxError('NOT_FOUND', `The study has no case ${caseId}.`, { caseId });
    return found;
  });
}

/** Whether an answer is the expected one; of a multi-select, whether it holds the same options. */
export function isExpected(answer: AnswerValue, expected: TrainingTrial['expected'][string]): boolean {
  if (!Array.isArray(expected)) return answer === expected;
  return Array.isArray(answer) && [...answer].sort().join('\n') === [...expected].sort().join('\n');
}
