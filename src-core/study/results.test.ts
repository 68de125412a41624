import { describe, expect, it } from 'vitest';
import type { FilmId, ReaderCaseId, SubmissionId } from '../base/ids.ts';
import type { AllocatedCase } from './allocation.ts';
import { DEFAULT_INSTRUMENT } from './default-instrument.ts';
import {
  type FilmOrigin,
  joinResults,
  REAL_FILM_ORIGIN,
  type ReaderSession,
  type ResultsInput,
} from './results.ts';
import { resultCells, resultColumns } from './results-table.ts';
import { replaySession, type SessionEvent } from './session.ts';
import { summariseResults } from './summary.ts';
import { TEST_PROTOCOL } from './test-study.ts';

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
function sessionOf(readerId: string, entered: readonly Entered[]): ReaderSession {
  const allocation: AllocatedCase[] = TEST_PROTOCOL.cases.map(({ caseId }, index) => ({
    position: index + 1,
    caseId,
    readerCaseId: `${readerId}/${index + 1}` as ReaderCaseId,
  }));
  const events = entered.flatMap(({ realism, verdict, alignment }, index): SessionEvent[] => {
    const readerCaseId = `${readerId}/${index + 1}` as ReaderCaseId;
    const at = (second: number): string => new Date(Date.UTC(2026, 10, 15, 12, index, second)).toISOString();
    const common = { readerCaseId, runId: 'run' };
    const answers = { realism, realOrSynthetic: verdict, confidence: 3, reasons: ['texture', 'noise'] };
    const id = (stage: string) => `${stage}/${readerCaseId}` as SubmissionId;
    const film: SessionEvent[] = [
      { ...common, type: 'opened', at: at(0) },
      {
        ...common,
        type: 'realism-locked',
        at: at(10),
        submissionId: id('realism'),
        answers,
        readingTimeMs: 10_000,
      },
    ];
    if (alignment === null) return film;
    const text = { submissionId: id('alignment'), answers: { alignment }, readingTimeMs: 4000 };
    return [...film, { ...common, ...text, type: 'alignment-submitted', at: at(14) }];
  });
  return {
    readerId,
    allocation,
    state: replaySession(
      allocation.map((entry) => entry.readerCaseId),
      events,
    ),
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
      position: 3,
      readerCaseId: 'reader-a/3',
      caseId: 'case-synthetic-1',
      filmId: 'film-synthetic-1',
      arm: 'synthetic',
      text: 'Text of synthetic-1.',
      phase: 'done',
      interrupted: false,
      openedAt: '2026-11-15T12:02:00.000Z',
      realismSubmittedAt: '2026-11-15T12:02:10.000Z',
      alignmentSubmittedAt: '2026-11-15T12:02:14.000Z',
      realismTimeMs: 10_000,
      alignmentTimeMs: 4000,
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
    expect(rows[4]).toMatchObject({ alignmentSubmittedAt: null, alignmentTimeMs: null });
    expect(rows[4]?.answers).toHaveProperty('alignment', null);
  });

  it('gives no time where none was measured', () => {
    const session = sessionOf('reader-a', [{ realism: 5, verdict: 'real', alignment: 5 }]);
    const cases = session.state.cases.map((entry) =>
      entry.realism === null ? entry : { ...entry, realism: { ...entry.realism, readingTimeMs: null } },
    );
    const [row] = joinResults({ ...INPUT, sessions: [{ ...session, state: { cases } }] });
    expect(row).toMatchObject({ realismTimeMs: null, alignmentTimeMs: 4000 });
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
    expect(fields.filter((field) => field !== 'answers' && !names.has(field))).toEqual([]);
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

  it('gives no means of nothing', () => {
    expect(summariseResults(DEFAULT_INSTRUMENT, [])).toMatchObject({
      all: { n: 0, meanRealism: null, accuracy: null },
      arms: [],
      readers: [],
    });
  });
});
