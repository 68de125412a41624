import { describe, expect, it } from 'vitest';
import type { FilmId, ReaderCaseId, ReaderFilmId, SubmissionId } from '../base/ids.ts';
import type { AllocatedTrial } from './allocation.ts';
import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import { INSTRUMENT_PRESETS } from './instrument-presets.ts';
import { readProtocol } from './protocol-freeze.ts';
import { singleSessionPlan } from './reader-plan.ts';
import {
  type FilmOrigin,
  joinResults,
  REAL_FILM_ORIGIN,
  type ReaderSession,
  type ResultsInput,
} from './results.ts';
import { summariseResults } from './results-summary.ts';
import { resultCells, resultColumns } from './results-table.ts';
import { replaySession } from './session.ts';
import type { SessionEvent } from './session-events.ts';
import { TEST_PROTOCOL, testArm, testCase } from './test-study.ts';

const ORIGIN: FilmOrigin = {
  modelName: 'cxr-demo',
  prompt: 'Edema.',
  negativePrompt: null,
  seed: 11,
  scheduler: 'ddim',
  steps: 20,
  guidance: 3,
};

interface Entered {
  readonly realism: number;
  readonly verdict: 'real' | 'synthetic';
  readonly alignment: number | null;
}

/** A reader who reads the cases in the order of the protocol, 10 s a film and 4 s a text. */
function sessionOf(
  readerId: string,
  entered: readonly Entered[],
  timeMs: number | null = 10_000,
): ReaderSession {
  const trials: AllocatedTrial[] = TEST_PROTOCOL.cases.map(({ caseId }, index) => ({
    readerCaseId: `${readerId}/${index + 1}` as ReaderCaseId,
    unitId: caseId,
    kind: 'reading',
    films: [{ readerFilmId: `${readerId}/film/${index + 1}` as ReaderFilmId, caseId }],
    repeatOf: null,
  }));
  const plan = singleSessionPlan(
    'Pilot',
    256,
    DEFAULT_INSTRUMENT,
    trials.map(({ readerCaseId }) => readerCaseId),
  );
  const events = entered.flatMap(({ realism, verdict, alignment }, index): SessionEvent[] => {
    const readerCaseId = `${readerId}/${index + 1}` as ReaderCaseId;
    const at = (second: number): string => new Date(Date.UTC(2026, 10, 15, 12, index, second)).toISOString();
    const locked = (
      stage: string,
      second: number,
      answers: object,
      readingTimeMs: number | null,
    ): SessionEvent => ({
      type: 'stage-locked',
      readerCaseId,
      stage,
      runId: 'run',
      at: at(second),
      submissionId: `${stage}/${readerCaseId}` as SubmissionId,
      answers: { ...answers },
      timing: { readingTimeMs, firstInteractionMs: null, awayMs: null },
      trace: null,
    });
    const answers = { realism, realOrSynthetic: verdict, confidence: 3, reasons: ['texture', 'noise'] };
    return [
      { type: 'opened', readerCaseId, runId: 'run', at: at(0) },
      locked('realism', 10, answers, timeMs),
      ...(alignment === null ? [] : [locked('alignment', 14, { alignment }, 4000)]),
    ];
  });
  const begun: SessionEvent = {
    type: 'session-begun',
    session: 1,
    runId: 'run',
    at: '2026-11-15T11:00:00.000Z',
  };
  return {
    readerId,
    allocation: { readerId, sessions: [{ number: 1, phase: 'reading', training: [], trials }] },
    state: replaySession(plan, [begun, ...events]),
  };
}

const INPUT: ResultsInput = {
  protocol: TEST_PROTOCOL,
  protocolHash: 'f'.repeat(64),
  films: new Map([
    ['film-synthetic-1' as FilmId, ORIGIN],
    ['film-synthetic-2' as FilmId, { ...ORIGIN, seed: 12 }],
  ]),
  sessions: [
    sessionOf('reader-b', [{ realism: 5, verdict: 'real', alignment: null }]),
    sessionOf('reader-a', [
      { realism: 5, verdict: 'real', alignment: 5 },
      { realism: 3, verdict: 'synthetic', alignment: 4 },
      { realism: 2, verdict: 'synthetic', alignment: 3 },
      { realism: 4, verdict: 'synthetic', alignment: 1 },
    ]),
  ],
};

describe('joinResults', () => {
  const rows = joinResults(INPUT);

  it('gives a row for each case opened, readers in the order of the protocol', () => {
    expect(rows.map(({ readerName, position, phase }) => `${readerName} ${position} ${phase}`)).toEqual([
      'Ada 1 done',
      'Ada 2 done',
      'Ada 3 done',
      'Ada 4 done',
      'Ben 1 realism-locked',
    ]);
  });

  it('joins what was entered with the truth of the case', () => {
    expect(rows[2]).toEqual({
      study: 'Pilot',
      protocolHash: 'f'.repeat(64),
      readerId: 'reader-a',
      readerName: 'Ada',
      experienceYears: 12,
      subspecialty: 'chest',
      studyPhase: 'reading',
      session: 1,
      position: 3,
      presentation: 'reading',
      readerCaseId: 'reader-a/3',
      repeatOf: null,
      caseId: 'case-synthetic-1',
      filmId: 'film-synthetic-1',
      arm: 'synthetic',
      armKind: 'synthetic',
      truth: 'synthetic',
      patient: null,
      promptKey: null,
      finding: null,
      view: null,
      text: 'Text of synthetic-1.',
      textControl: 'matched',
      films: ['case-synthetic-1'],
      targetPlace: null,
      phase: 'done',
      interrupted: false,
      openedAt: '2026-11-15T12:02:00.000Z',
      stages: {
        realism: { submittedAt: '2026-11-15T12:02:10.000Z', timeMs: 10_000 },
        alignment: { submittedAt: '2026-11-15T12:02:14.000Z', timeMs: 4000 },
      },
      revisions: 0,
      correct: true,
      answers: {
        realism: 2,
        realOrSynthetic: 'synthetic',
        confidence: 3,
        reasons: ['texture', 'noise'],
        alignment: 3,
      },
      ...ORIGIN,
    });
    expect(rows[1]).toMatchObject({ arm: 'real', correct: false, ...REAL_FILM_ORIGIN });
  });

  it('leaves empty what was not asked yet', () => {
    expect(rows[4]?.stages['alignment']).toEqual({ submittedAt: null, timeMs: null });
    expect(rows[4]?.answers).toHaveProperty('alignment', null);
  });

  it('gives no time where none was measured', () => {
    const session = sessionOf('reader-a', [{ realism: 5, verdict: 'real', alignment: 5 }], null);
    const [row] = joinResults({ ...INPUT, sessions: [session] });
    expect(row?.stages).toMatchObject({ realism: { timeMs: null }, alignment: { timeMs: 4000 } });
  });

  it('judges no verdict on a film that only passed the autoencoder', () => {
    const cases = TEST_PROTOCOL.cases.map((entry) =>
      entry.caseId === 'case-synthetic-1'
        ? testCase('synthetic-1', 'decoded', { derivedFrom: 'film-x' as FilmId })
        : entry,
    );
    const arms = [...TEST_PROTOCOL.arms, testArm('decoded', 'autoencoded', cases)];
    const rows = joinResults({ ...INPUT, protocol: { ...TEST_PROTOCOL, arms, cases } });
    expect(rows[2]).toMatchObject({ truth: 'control', correct: null });
  });

  it('refuses a synthetic film without its origin', () => {
    expect(() => joinResults({ ...INPUT, films: new Map() })).toThrow('film film-synthetic-1');
  });
});

describe('results table', () => {
  const rows = joinResults(INPUT);

  it('has a cell for every column of the codebook, each column once and explained', () => {
    const columns = resultColumns(DEFAULT_INSTRUMENT);
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(columns.filter(({ meaning, values }) => meaning === '' || values === '')).toEqual([]);
    for (const row of rows) expect(resultCells(DEFAULT_INSTRUMENT, row)).toHaveLength(names.length);
    const cells = resultCells(DEFAULT_INSTRUMENT, rows[2] as (typeof rows)[number]);
    const table = Object.fromEntries(names.map((name, index) => [name, cells[index]]));
    expect(table).toMatchObject({
      arm: 'synthetic',
      realism: 2,
      reasons: 'texture|noise',
      alignment: 3,
      seed: 11,
    });
  });

  it('documents every field of a row', () => {
    const names = new Set(resultColumns(DEFAULT_INSTRUMENT).map(({ name }) => name));
    const [row] = rows;
    const fields = [...Object.keys(row ?? {}), ...Object.keys(row?.answers ?? {})];
    expect(fields.filter((field) => !['answers', 'stages'].includes(field) && !names.has(field))).toEqual([]);
  });
});

describe('summariseResults', () => {
  it('counts and averages by arm and by reader (by hand from the answers entered)', () => {
    const summary = summariseResults(DEFAULT_INSTRUMENT, joinResults(INPUT));
    expect(summary.all).toEqual({
      n: 5,
      nDone: 4,
      meanRealism: 19 / 5,
      proportionCalledSynthetic: 3 / 5,
      accuracy: 4 / 5,
      meanConfidence: 3,
      meanAlignment: 13 / 4,
      meanAlignmentMismatched: null,
    });
    expect(summary.arms).toMatchObject([
      { arm: 'real', n: 3, meanRealism: 13 / 3, proportionCalledSynthetic: 1 / 3, accuracy: 2 / 3 },
      { arm: 'synthetic', n: 2, meanRealism: 3, proportionCalledSynthetic: 1, accuracy: 1, meanAlignment: 2 },
    ]);
    expect(summary.readers).toMatchObject([
      {
        readerName: 'Ada',
        n: 4,
        accuracy: 3 / 4,
        arms: [
          { arm: 'real', n: 2 },
          { arm: 'synthetic', n: 2 },
        ],
      },
      { readerName: 'Ben', n: 1, nDone: 0, meanAlignment: null },
    ]);
  });

  it('leaves repeats, calibration and checks out, and reports mismatched texts apart', () => {
    const cases = TEST_PROTOCOL.cases.map((entry) =>
      entry.caseId === 'case-real-1'
        ? {
            ...entry,
            textControl: { kind: 'mismatched', how: 'negated', originalText: 'Effusion.' } as const,
          }
        : entry,
    );
    const rows = joinResults({ ...INPUT, protocol: { ...TEST_PROTOCOL, cases } });
    const summary = summariseResults(DEFAULT_INSTRUMENT, [
      ...rows,
      ...rows.map((row) => ({ ...row, presentation: 'repeat' as const })),
    ]);
    // Ada's answer to case-real-1 was 5, to the others 4, 3 and 1; Ben's alignment is missing.
    expect(summary.all).toMatchObject({ n: 5, meanAlignment: 8 / 3, meanAlignmentMismatched: 5 });
  });

  it('gives no means of nothing', () => {
    expect(summariseResults(DEFAULT_INSTRUMENT, [])).toMatchObject({
      all: { n: 0, meanRealism: null, accuracy: null },
      arms: [],
      readers: [],
    });
  });
});

describe('results of pairs', () => {
  it('say whether the chosen place holds the target, and which cases stood where', () => {
    const pair = INSTRUMENT_PRESETS.find(({ design }) => design === 'pair');
    if (pair === undefined) throw new Error('no preset of pairs');
    const { instrument } = pair;
    const [real1, real2, made1, made2] = TEST_PROTOCOL.cases.map(({ caseId }) => caseId);
    if (real1 === undefined || real2 === undefined || made1 === undefined || made2 === undefined) {
      throw new Error('the test protocol has four cases');
    }
    const protocol = readProtocol({
      ...TEST_PROTOCOL,
      instrument,
      design: {
        kind: 'pair',
        sets: [
          { setId: 'one', target: made1, foils: [real1] },
          { setId: 'two', target: made2, foils: [real2] },
        ],
      },
      phases: TEST_PROTOCOL.phases.map((phase) => ({ ...phase, stages: ['realism'] })),
    });
    const trial = (unitId: string, ...caseIds: (typeof real1)[]): AllocatedTrial => ({
      readerCaseId: unitId as ReaderCaseId,
      unitId,
      kind: 'reading',
      films: caseIds.map((caseId) => ({ readerFilmId: `film ${caseId}` as ReaderFilmId, caseId })),
      repeatOf: null,
    });
    const trials = [trial('one', real1, made1), trial('two', made2, real2)];
    const plan = singleSessionPlan(
      'Pairs',
      256,
      instrument,
      trials.map(({ readerCaseId }) => readerCaseId),
    );
    const at = '2026-11-15T12:00:00.000Z';
    const events = trials.flatMap(({ readerCaseId }): SessionEvent[] => [
      { type: 'opened', readerCaseId, runId: 'run', at },
      {
        type: 'stage-locked',
        readerCaseId,
        stage: 'realism',
        runId: 'run',
        at,
        submissionId: `of ${readerCaseId}` as SubmissionId,
        answers: { choice: 2, confidence: 3, reasons: [] },
        timing: { readingTimeMs: 1, firstInteractionMs: null, awayMs: null },
        trace: null,
      },
    ]);
    const rows = joinResults({
      ...INPUT,
      protocol,
      sessions: [
        {
          readerId: 'reader-a',
          allocation: {
            readerId: 'reader-a',
            sessions: [{ number: 1, phase: 'reading', training: [], trials }],
          },
          state: replaySession(plan, [{ type: 'session-begun', session: 1, runId: 'run', at }, ...events]),
        },
      ],
    });
    expect(rows).toMatchObject([
      { caseId: made1, films: [real1, made1], targetPlace: 2, correct: true, truth: 'synthetic' },
      { caseId: made2, films: [made2, real2], targetPlace: 1, correct: false },
    ]);
  });
});
