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

type FixedField = Exclude<keyof ResultRow, 'answers'>;
type FixedColumn = readonly [name: FixedField, meaning: string, values: string];

const BEFORE_ANSWERS: readonly FixedColumn[] = [
  ['study', 'Name of the study', 'text'],
  ['protocolHash', 'SHA-256 of the frozen protocol', '64 hexadecimal digits'],
  ['readerId', 'Reader', 'id'],
  ['readerName', 'Name of the reader', 'text'],
  ['position', 'Place of the case in the order of this reader', '1 to the number of cases'],
  ['readerCaseId', 'Case as this reader saw it', 'random id'],
  ['caseId', 'Case of the study, the same for all readers', 'id'],
  ['filmId', 'Film shown', 'id'],
  ['arm', 'Truth: the arm of the film', 'real, synthetic'],
  [
    'text',
    'Text shown for alignment: prompt of a synthetic film, report or label text of a real one',
    'text',
  ],
  [
    'phase',
    'How far the reading came; a case opened and left before the lock has no row',
    'realism-locked, done',
  ],
  ['interrupted', 'The case was opened in one run and reopened in a later one', 'true, false'],
  ['openedAt', 'When the case came up in the sign-in in which realism was locked', 'UTC, ISO 8601'],
  ['realismSubmittedAt', 'When the realism stage was locked', 'UTC, ISO 8601'],
  ['alignmentSubmittedAt', 'When the alignment stage was submitted', 'UTC, ISO 8601'],
  [
    'realismTimeMs',
    "Time from the film's last showing to the lock of realism, without pauses, by the window's monotonic clock",
    'ms',
  ],
  [
    'alignmentTimeMs',
    "Time from the text's last showing to the submission of alignment, without pauses, by the window's monotonic clock",
    'ms',
  ],
  ['correct', 'The verdict names the arm', 'true, false'],
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

const MEANING_OF_MEASURE: Readonly<Record<InstrumentItem['measures'], string>> = {
  realism: 'Realism of the film, before the text was seen',
  verdict: 'Verdict of the reader',
  confidence: 'Confidence in the verdict',
  alignment: 'Agreement of the film with the text',
  reasons: 'Reasons the reader gave for the verdict',
  comment: 'Comment of the reader',
};

/** The columns of the results of a study with this instrument, in order. A column an item: its id is the name. */
export function resultColumns(instrument: Instrument): ResultColumn[] {
  return [
    ...BEFORE_ANSWERS.map(fixedColumn),
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
    ...BEFORE_ANSWERS.map(([name]) => row[name]),
    ...instrument.items.map(({ id }) => answerCell(row.answers[id] ?? null)),
    ...AFTER_ANSWERS.map(([name]) => row[name]),
  ];
}

function fixedColumn([name, meaning, values]: FixedColumn): ResultColumn {
  return { name, meaning, values };
}

function answerCell(value: AnswerValue): CellValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return value.length === 0 ? null : value.join('|');
}

function answerRange(item: InstrumentItem): string {
  switch (item.kind) {
    case 'likert':
      return `whole number, ${item.min} (lowest) to ${item.max} (highest)`;
    case 'forced-choice':
      return item.options.map(({ value }) => value).join(', ');
    case 'multi-select':
      return `any of ${item.options.map(({ value }) => value).join(', ')}, joined by |`;
    case 'free-text':
      return `text of at most ${item.maxLength} characters`;
  }
}
