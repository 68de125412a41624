import { canonicalJson } from '../base/canonical-json.ts';
import type { AnswerValue } from './answers.ts';
import type { Instrument, InstrumentItem } from './instrument.ts';
import type { ResultRow } from './results.ts';

export type CellValue = string | number | boolean | null;

/** A column of the exported table; the list of them is the codebook. */
export interface ResultColumn {
  readonly name: string;
  readonly meaning: string;
  /** Unit, range or the values that occur. An empty cell always means: not answered or not applicable. */
  readonly values: string;
}

type FixedField = Exclude<keyof ResultRow, 'answers' | 'stages' | 'films'>;
type FixedColumn = readonly [name: FixedField, meaning: string, values: string];

const ABOUT_READING: readonly FixedColumn[] = [
  ['study', 'Name of the study', 'text'],
  ['protocolHash', 'SHA-256 of the frozen protocol', '64 hexadecimal digits'],
  ['readerId', 'Reader', 'id'],
  ['readerName', 'Name of the reader', 'text'],
  ['experienceYears', 'Years of the reader since the start of radiology training', 'years'],
  ['subspecialty', 'Subspecialty of the reader', 'text'],
  ['studyPhase', 'Phase of the study', 'id'],
  ['session', 'Session of the reader, over all phases', 'from 1'],
  ['position', 'Place of the case in the order of this reader', '1 to the number of cases'],
  [
    'presentation',
    'Why the case was shown; only reading is of the main analysis',
    'reading, repeat, calibration, attention, adjudication',
  ],
  ['readerCaseId', 'Case as this reader saw it', 'random id'],
  ['repeatOf', 'Of a repeat, the readerCaseId of its first showing', 'random id'],
  ['caseId', 'Case of the study, the same for all readers; of a set, its target', 'id'],
  ['filmId', 'Film shown', 'id'],
  ['arm', 'Truth: the arm of the film', 'id of an arm'],
  ['armKind', 'Kind of the arm', 'real, synthetic, edited, autoencoded, follow-up'],
  ['truth', 'Truth: real, synthetic, or neither', 'real, synthetic, control'],
  ['patient', 'Cluster: films of one patient', 'key'],
  ['promptKey', 'Cluster: images of one prompt', 'key'],
  ['finding', 'Finding of the case', 'text'],
  ['view', 'View of the case', 'text'],
  [
    'text',
    'Text shown for alignment: prompt of a synthetic film, report or label text of a real one',
    'text',
  ],
  [
    'textControl',
    'Whether the text is the film’s own, or how it was made wrong on purpose',
    'matched, wrong-side, wrong-finding, negated',
  ],
  ['targetPlace', 'Of films shown side by side, the place of the target', 'from 1'],
  [
    'phase',
    'How far the reading came; a case opened and left before the first lock may have no row',
    'opened, the name of a stage with -locked, done',
  ],
  ['interrupted', 'The case was opened in one run and reopened in a later one', 'true, false'],
  ['openedAt', 'When the case came up in the sign-in in which its first stage was locked', 'UTC, ISO 8601'],
];

const OUTCOME: readonly FixedColumn[] = [
  ['revisions', 'Changes to the last stage after it was locked; the first answers are given', 'whole number'],
  ['correct', 'The verdict or choice names the truth', 'true, false'],
];

const AFTER_ANSWERS: readonly FixedColumn[] = [
  ['modelName', 'Model that made a synthetic film', 'text'],
  ['prompt', 'Prompt of a synthetic film', 'text'],
  ['negativePrompt', 'Negative prompt of a synthetic film', 'text'],
  ['seed', 'Seed of a synthetic film', 'whole number'],
  ['scheduler', 'Scheduler of a synthetic film', 'name'],
  ['steps', 'Denoising steps of a synthetic film', 'whole number'],
  ['guidance', 'Classifier-free guidance scale of a synthetic film', 'number'],
];

/** What an item asks, in words that need no message file. */
export const MEANING_OF_MEASURE: Readonly<Record<InstrumentItem['measures'], string>> = {
  realism: 'Realism of the film, before the text was seen',
  verdict: 'Verdict of the reader',
  confidence: 'Confidence in the verdict',
  alignment: 'Agreement of the film with the text',
  inclusion: 'Whether the film holds the finding of the text',
  choice: 'Film chosen of those shown side by side, by its place from 1',
  reasons: 'Reasons the reader gave for the verdict',
  presence: 'Findings the reader sees',
  marks: 'Marks on the film',
  comment: 'Comment of the reader',
  other: 'Answer of the reader',
};

/** The columns of the results of a study with this instrument, in order. A column an item: its id is the name. */
export function resultColumns(instrument: Instrument): ResultColumn[] {
  return [
    ...ABOUT_READING.map(fixedColumn),
    {
      name: 'films',
      meaning: 'Of films shown side by side, the cases in their places',
      values: 'ids joined by |',
    },
    ...instrument.stages.flatMap(({ id }) => stageColumns(id)),
    ...OUTCOME.map(fixedColumn),
    ...instrument.items.map((item) => ({
      name: item.id,
      meaning: `${MEANING_OF_MEASURE[item.measures]} (${item.stage} stage)`,
      values: answerRange(item),
    })),
    ...AFTER_ANSWERS.map(fixedColumn),
  ];
}

/** A row's cells in the order of `resultColumns`. Options of a multi-select are joined by "|". */
export function resultCells(instrument: Instrument, row: ResultRow): CellValue[] {
  return [
    ...ABOUT_READING.map(([name]) => row[name]),
    row.films.length > 1 ? row.films.join('|') : null,
    ...instrument.stages.flatMap(({ id }) => [
      row.stages[id]?.submittedAt ?? null,
      row.stages[id]?.timeMs ?? null,
    ]),
    ...OUTCOME.map(([name]) => row[name]),
    ...instrument.items.map((item) => answerCell(item, row.answers[item.id] ?? null)),
    ...AFTER_ANSWERS.map(([name]) => row[name]),
  ];
}

function stageColumns(stage: string): ResultColumn[] {
  return [
    {
      name: `${stage}SubmittedAt`,
      meaning: `When the ${stage} stage was locked`,
      values: 'UTC, ISO 8601',
    },
    {
      name: `${stage}TimeMs`,
      meaning: `Time from the last showing of what the ${stage} stage judges to its lock, without pauses, by the window's monotonic clock`,
      values: 'ms',
    },
  ];
}

function fixedColumn([name, meaning, values]: FixedColumn): ResultColumn {
  return { name, meaning, values };
}

/** An answer as a cell: options are joined by "|", marks are JSON. */
export function answerCell(item: InstrumentItem, value: AnswerValue): CellValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  switch (item.kind) {
    case 'presence':
      return Object.values(value).every((state) => state === null)
        ? null
        : Object.entries(value)
            .map(([finding, state]) => `${finding}:${state ?? ''}`)
            .join('|');
    case 'marks':
      return Object.keys(value).length === 0 ? null : canonicalJson(value);
    default:
      return Array.isArray(value) && value.length > 0 ? value.join('|') : null;
  }
}

/** The values that an item's answers can have. */
export function answerRange(item: InstrumentItem): string {
  switch (item.kind) {
    case 'likert':
      return `whole number, ${item.min} (lowest) to ${item.max} (highest)`;
    case 'forced-choice':
      return item.options.map(({ value }) => value).join(', ');
    case 'multi-select':
      return `any of ${item.options.map(({ value }) => value).join(', ')}, joined by |`;
    case 'film-choice':
      return `place of the film, 1 to ${item.films}`;
    case 'presence':
      return `finding:state, joined by |; states present, absent${item.allowUnsure ? ', unsure' : ''}`;
    case 'marks':
      return 'JSON list of points and boxes in pixels of the shown matrix';
    case 'free-text':
      return `text of at most ${item.maxLength} characters`;
  }
}
