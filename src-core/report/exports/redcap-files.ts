import type { Instrument } from '../../study/instrument.ts';
import type { ResultRow } from '../../study/results.ts';
import type { ExportFile } from './export-file.ts';
import { uniqueForms, variableName } from './names.ts';
import {
  DICTIONARY_COLUMNS,
  dataColumns,
  dictionaryRow,
  LONGEST_NAME,
  nameKey,
  namesOf,
  wantedNames,
} from './redcap.ts';
import { answerFields, type FilledField, readingFields, timeField } from './redcap-fields.ts';

const READING_FORM = 'reading';
/** State of a form: 0 incomplete, 2 complete. */
const COMPLETE = { no: 0, yes: 2 } as const;

/**
 * A REDCap project of a study: the data dictionary and the data to import with it. A record is a reading (one reader, one
 * case, one showing), numbered by reader and position; one form says whose reading of what it is, and each stage of the
 * instrument is a form. Nothing repeats, so the project is a classic one.
 */
export function redcapFiles(instrument: Instrument, rows: readonly ResultRow[]): ExportFile[] {
  const stages = instrument.stages.map(({ id }) => id);
  const forms = uniqueForms(stages, (id) => variableName(id, 'stage'), [READING_FORM], LONGEST_NAME);
  const formOf = (stage: string): string => forms.get(stage) ?? '';
  const about = readingFields(READING_FORM, recordIds(rows));
  const names = namesOf(
    [
      ...instrument.items.flatMap(wantedNames),
      ...stages.map((id) => [timeKey(id), `${variableName(id, 'stage')}_time_ms`] as const),
    ],
    [
      ...about.map(({ field }) => field.name),
      ...[READING_FORM, ...forms.values()].flatMap((form) => [form, stateOf(form)]),
    ],
  );
  const parts: {
    readonly form: string;
    readonly fields: FilledField[];
    readonly done: (row: ResultRow) => boolean;
  }[] = [
    { form: READING_FORM, fields: about, done: () => true },
    ...stages.map((id) => ({
      form: formOf(id),
      fields: [
        ...instrument.items
          .filter(({ stage }) => stage === id)
          .flatMap((item) => answerFields(item, formOf(id), instrument, names)),
        timeField(names.get(timeKey(id)) ?? '', formOf(id), id),
      ],
      done: (row: ResultRow) => (row.stages[id]?.submittedAt ?? null) !== null,
    })),
  ];
  return [
    {
      name: 'redcap-dictionary.csv',
      kind: 'table',
      columns: DICTIONARY_COLUMNS,
      rows: parts.flatMap(({ fields }) => fields.map(({ field }) => dictionaryRow(field))),
    },
    {
      name: 'redcap-data.csv',
      kind: 'table',
      // As in REDCap's own import template, the state of a form stands behind its fields.
      columns: parts.flatMap(({ form, fields }) => [
        ...fields.flatMap(({ field }) => dataColumns(field)),
        stateOf(form),
      ]),
      rows: rows.map((row) =>
        parts.flatMap(({ fields, done }) => [
          ...fields.flatMap(({ cells }) => cells(row)),
          done(row) ? COMPLETE.yes : COMPLETE.no,
        ]),
      ),
    },
  ];
}

function stateOf(form: string): string {
  return `${form}_complete`;
}

function timeKey(stage: string): string {
  return nameKey(stage, 'time');
}

/** "r2-017": the second reader's case at place 17. With a letter, or a spreadsheet would make dates of them. */
function recordIds(rows: readonly ResultRow[]): (row: ResultRow) => string {
  const readers = new Map(
    [...new Set(rows.map(({ readerId }) => readerId))].map((id, index) => [id, index + 1]),
  );
  const digits = `${Math.max(1, ...rows.map(({ position }) => position))}`.length;
  return ({ readerId, position }) => `r${readers.get(readerId) ?? 0}-${`${position}`.padStart(digits, '0')}`;
}
