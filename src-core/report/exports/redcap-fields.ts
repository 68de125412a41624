import type { AnswerValue, Presence } from '../../study/answers.ts';
import type { Instrument, InstrumentItem } from '../../study/instrument.ts';
import type { ResultRow } from '../../study/results.ts';
import { answerCell, type CellValue } from '../../study/results-table.ts';
import {
  type Choice,
  choicesOf,
  dataColumns,
  type FieldNames,
  fieldOf,
  nameKey,
  PRESENCE_CODES,
  questionOf,
  type RedcapField,
} from './redcap.ts';
import { branchingOf } from './redcap-branching.ts';

/** A field with the cells of a reading, one for each of its data columns. */
export interface FilledField {
  readonly field: RedcapField;
  readonly cells: (row: ResultRow) => readonly CellValue[];
}

type Text = (row: ResultRow) => string | number | null;

const TRUTHS: readonly (Choice & { readonly truth: ResultRow['truth'] })[] = [
  { code: 0, label: 'Real', truth: 'real' },
  { code: 1, label: 'Synthetic', truth: 'synthetic' },
  { code: 2, label: 'Neither (control)', truth: 'control' },
];

/**
 * Whose reading of what a record is.
 * @param recordId of each reading, without two alike
 */
export function readingFields(form: string, recordId: (row: ResultRow) => string): FilledField[] {
  const one = (
    part: Pick<RedcapField, 'name' | 'label'> & Partial<RedcapField>,
    cell: Text,
  ): FilledField => ({
    field: fieldOf({ form, ...part }),
    cells: (row) => [cell(row)],
  });
  const whole = { validation: 'integer', min: 1 } as const;
  return [
    one(
      { name: 'record_id', label: 'Reading: number of the reader, and place in the reader’s order' },
      recordId,
    ),
    one({ name: 'reader_id', label: 'Reader' }, ({ readerId }) => readerId),
    one(
      { name: 'reader_name', label: 'Name of the reader', identifier: true },
      ({ readerName }) => readerName,
    ),
    one(
      {
        name: 'experience_years',
        label: 'Years since the start of radiology training',
        validation: 'number',
        min: 0,
      },
      ({ experienceYears }) => experienceYears,
    ),
    one({ name: 'study_phase', label: 'Phase of the study' }, ({ studyPhase }) => studyPhase),
    one(
      { name: 'session', label: 'Session of the reader, over all phases', ...whole },
      ({ session }) => session,
    ),
    one(
      { name: 'position', label: 'Place in the order of the reader', ...whole },
      ({ position }) => position,
    ),
    one(
      {
        name: 'presentation',
        label: 'Why the case was shown',
        note: 'reading, repeat, calibration, attention or adjudication; only reading is of the main analysis',
      },
      ({ presentation }) => presentation,
    ),
    one({ name: 'case_id', label: 'Case of the study; of a set, its target' }, ({ caseId }) => caseId),
    one({ name: 'film_id', label: 'Film shown' }, ({ filmId }) => filmId),
    one({ name: 'arm', label: 'Arm of the film' }, ({ arm }) => arm),
    one(
      {
        name: 'truth',
        label: 'Truth',
        type: 'radio',
        choices: TRUTHS.map(({ code, label }) => ({ code, label })),
      },
      ({ truth }) => TRUTHS.find((entry) => entry.truth === truth)?.code ?? null,
    ),
    one({ name: 'finding', label: 'Finding of the case' }, ({ finding }) => finding),
    one({ name: 'view', label: 'View of the case' }, ({ view }) => view),
    one(
      { name: 'patient', label: 'Cluster: films of one patient', identifier: true },
      ({ patient }) => patient,
    ),
    one({ name: 'prompt_key', label: 'Cluster: images of one prompt' }, ({ promptKey }) => promptKey),
    one({ name: 'shown_text', label: 'Text shown for alignment', type: 'notes' }, ({ text }) => text),
    one(
      { name: 'text_control', label: 'Whether the text is the film’s own' },
      ({ textControl }) => textControl,
    ),
    one(
      {
        name: 'interrupted',
        label: 'Opened in one run and reopened in a later one',
        type: 'radio',
        choices: [
          { code: 0, label: 'No' },
          { code: 1, label: 'Yes' },
        ],
      },
      ({ interrupted }) => Number(interrupted),
    ),
    one(
      { name: 'opened_at', label: 'When the case came up', note: 'UTC', validation: 'datetime_seconds_ymd' },
      ({ openedAt }) => dateTime(openedAt),
    ),
  ];
}

/** The reading time of a stage. */
export function timeField(name: string, form: string, stage: string): FilledField {
  return {
    field: fieldOf({
      ...{ name, form, validation: 'number', min: 0, note: 'ms' },
      label: `Reading time of the ${stage} stage, without pauses`,
    }),
    cells: (row) => [row.stages[stage]?.timeMs ?? null],
  };
}

/** The fields of an item: of findings one each, else one. */
export function answerFields(
  item: InstrumentItem,
  form: string,
  instrument: Pick<Instrument, 'items'>,
  names: FieldNames,
): FilledField[] {
  const given = ({ answers }: ResultRow): AnswerValue => answers[item.id] ?? null;
  const common = {
    form,
    label: questionOf(item),
    choices: choicesOf(item),
    required: item.required,
    branching: branchingOf(item, instrument, names),
  };
  if (item.kind === 'presence') {
    return item.findings.map(({ value }) => ({
      field: fieldOf({
        ...common,
        name: names.get(nameKey(item.id, value)) ?? '',
        type: 'radio',
        label: `${common.label}: ${value}`,
      }),
      cells: (row) => [presenceCode(given(row), value)],
    }));
  }
  const field = fieldOf({ ...common, name: names.get(nameKey(item.id, null)) ?? '', type: typeOf(item) });
  return [
    {
      field,
      cells: (row) => {
        const answer = given(row);
        if (item.kind === 'forced-choice') return [optionCode(item.options, answer)];
        if (item.kind !== 'multi-select') return [answerCell(item, answer)];
        if (!Array.isArray(answer)) return dataColumns(field).map(() => null);
        const chosen = new Set<unknown>(answer);
        return item.options.map(({ value }) => Number(chosen.has(value)));
      },
    },
  ];
}

function typeOf({ kind }: InstrumentItem): RedcapField['type'] {
  switch (kind) {
    case 'multi-select':
      return 'checkbox';
    case 'marks':
    case 'free-text':
      return 'notes';
    default:
      return 'radio';
  }
}

function optionCode(options: readonly { readonly value: string }[], answer: AnswerValue): number | null {
  const index = options.findIndex(({ value }) => value === answer);
  return index < 0 ? null : index + 1;
}

function presenceCode(answer: AnswerValue, finding: string): number | null {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return null;
  const states: Readonly<Record<string, Presence | null>> = Object.fromEntries(Object.entries(answer));
  const state = states[finding] ?? null;
  return state === null ? null : PRESENCE_CODES[state];
}

/** "2026-11-15T12:00:10.000Z" as REDCap imports it: "2026-11-15 12:00:10". */
function dateTime(instant: string | null): string | null {
  return instant === null ? null : `${instant.slice(0, 10)} ${instant.slice(11, 19)}`;
}
