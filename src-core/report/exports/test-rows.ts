import type { CaseId, FilmId, ReaderCaseId } from '../../base/ids.ts';
import type { Instrument, InstrumentItem } from '../../study/instrument.ts';
import { keyed } from '../../study/label.ts';
import { REAL_FILM_ORIGIN, type ResultRow } from '../../study/results.ts';

/** A complete reading of a real film for tests, without answers. */
export function testRow(change: Partial<ResultRow> = {}): ResultRow {
  return {
    ...REAL_FILM_ORIGIN,
    study: 'Pilot',
    protocolHash: 'f'.repeat(64),
    readerId: 'reader-a',
    readerName: 'Ada',
    experienceYears: 7.5,
    subspecialty: null,
    studyPhase: 'reading',
    session: 1,
    position: 1,
    presentation: 'reading',
    readerCaseId: 'rc-1' as ReaderCaseId,
    repeatOf: null,
    caseId: 'case-1' as CaseId,
    filmId: 'film-1' as FilmId,
    arm: 'real',
    armKind: 'real',
    truth: 'real',
    patient: 'p1',
    promptKey: null,
    finding: 'Edema',
    view: 'AP',
    text: 'Edema.',
    textControl: 'matched',
    films: [],
    targetPlace: null,
    phase: 'done',
    interrupted: false,
    openedAt: '2026-11-15T12:00:10.250Z',
    stages: {},
    revisions: 0,
    correct: null,
    answers: {},
    ...change,
  };
}

const option = (value: string) => ({ value, label: keyed(`instrument.test.${value}`), key: null });

/** An item of every kind, with conditions on each that can be looked at; stages `look-at-film` and `read`. */
export function everyKind(): Pick<Instrument, 'stages' | 'items'> {
  const base = {
    stage: 'look-at-film',
    required: true,
    label: keyed('instrument.test.label'),
    when: null,
  } as const;
  const items: InstrumentItem[] = [
    { ...base, id: 'realism', kind: 'likert', measures: 'realism', min: 1, max: 5, anchors: [], keys: [] },
    {
      ...base,
      id: 'verdict',
      kind: 'forced-choice',
      measures: 'verdict',
      options: [option('real'), option('synthetic')],
      confidenceItem: null,
      when: { rule: 'answered', item: 'realism' },
    },
    {
      ...base,
      id: 'reasons',
      kind: 'multi-select',
      measures: 'reasons',
      required: false,
      options: [option('texture'), option('wrong-side')],
      when: { rule: 'one-of', item: 'verdict', values: ['synthetic'] },
    },
    {
      ...base,
      id: 'findings',
      kind: 'presence',
      measures: 'presence',
      findings: [option('edema'), option('effusion')],
      allowUnsure: true,
      when: { rule: 'one-of', item: 'reasons', values: ['texture', 'wrong-side'] },
    },
    {
      ...base,
      id: 'places',
      kind: 'marks',
      measures: 'marks',
      shapes: [{ shape: 'point', key: null }],
      maxMarks: 3,
      comments: false,
      when: { rule: 'one-of', item: 'findings', values: ['edema'] },
    },
    {
      ...base,
      stage: 'read',
      id: 'comment',
      kind: 'free-text',
      measures: 'comment',
      required: false,
      label: { text: 'Anything | else?\nSay <so>' },
      maxLength: 200,
      key: null,
      when: { rule: 'answered', item: 'reasons' },
    },
    {
      ...base,
      stage: 'read',
      id: 'realOrSyntheticAfterReading',
      kind: 'film-choice',
      measures: 'choice',
      films: 3,
      asks: 'real',
      keys: [],
      confidenceItem: null,
      when: { rule: 'one-of', item: 'realism', values: [1, 2] },
    },
  ];
  return {
    stages: [
      { id: 'look-at-film', shows: 'film' },
      { id: 'read', shows: 'film-and-text' },
    ],
    items,
  };
}
