import { groupBy } from '../../base/collections.ts';
import type { Instrument } from '../../study/instrument.ts';
import type { ResultRow } from '../../study/results.ts';
import { answerCell, answerRange, type CellValue, MEANING_OF_MEASURE } from '../../study/results-table.ts';
import { codebookOf, type ExportColumn, type ExportFile } from './export-file.ts';
import { uniqueForms, variableName } from './names.ts';

type CaseColumn = readonly [
  name: 'caseId' | 'filmId' | 'arm' | 'armKind' | 'truth' | 'finding' | 'view' | 'patient' | 'promptKey',
  meaning: string,
  values: string,
];

const CASE_COLUMNS: readonly CaseColumn[] = [
  ['caseId', 'Case of the study; of a set, its target', 'id'],
  ['filmId', 'Film shown', 'id'],
  ['arm', 'Truth: the arm of the film', 'id of an arm'],
  ['armKind', 'Kind of the arm', 'real, synthetic, edited, autoencoded, follow-up'],
  ['truth', 'Truth: real, synthetic, or neither', 'real, synthetic, control'],
  ['finding', 'Finding of the case', 'text'],
  ['view', 'View of the case', 'text'],
  ['patient', 'Cluster: films of one patient', 'key'],
  ['promptKey', 'Cluster: images of one prompt', 'key'],
];

/** What a column holds of one reading. */
interface Measured {
  readonly name: string;
  readonly meaning: string;
  readonly values: string;
  readonly cell: (row: ResultRow) => CellValue;
}

/** How a reader came to a case: where and in which showing. Each has columns of its own. */
interface Showing {
  readonly readerId: string;
  readonly readerName: string;
  readonly studyPhase: string;
  readonly repeat: boolean;
}

/**
 * A row for each case, and for each reader a column an answer: `<item>_<reader>`, of later phases and of repeats with
 * `_<phase>` and `_repeat` behind. Calibration and attention checks are in the long table only.
 */
export function wideFiles(instrument: Instrument, all: readonly ResultRow[]): ExportFile[] {
  const rows = all.filter(
    ({ presentation }) => presentation !== 'calibration' && presentation !== 'attention',
  );
  const showings = groupBy(rows, (row) => showingKey(showingOf(row)));
  const phases = [...new Set(rows.map(({ studyPhase }) => studyPhase))];
  const readers = uniqueForms(
    rows.map(({ readerId }) => readerId),
    (id) => variableName(rows.find(({ readerId }) => readerId === id)?.readerName ?? '', 'reader'),
  );
  const measured = measuredOf(instrument);
  const suffixes = uniqueForms(showings.keys(), (key) => {
    const [row] = showings.get(key) ?? [];
    if (row === undefined) return key;
    const { readerId, studyPhase, repeat } = showingOf(row);
    const phase = studyPhase === phases[0] ? [] : [variableName(studyPhase, 'phase')];
    return [readers.get(readerId) ?? '', ...phase, ...(repeat ? ['repeat'] : [])].join('_');
  });
  const columns = [...suffixes].flatMap(([key, suffix]) => {
    const own = new Map((showings.get(key) ?? []).map((row) => [row.caseId, row]));
    const [row] = showings.get(key) ?? [];
    return measured.map((measure) => ({
      column: columnOf(measure, suffix, row === undefined ? undefined : showingOf(row)),
      cell: (caseId: ResultRow['caseId']): CellValue => {
        const reading = own.get(caseId);
        return reading === undefined ? null : measure.cell(reading);
      },
    }));
  });
  const cases = new Map(rows.map((row) => [row.caseId, row]));
  const described: ExportColumn[] = [
    ...CASE_COLUMNS.map(([name, meaning, values]) => ({ name, meaning, values })),
    ...columns.map(({ column }) => column),
  ];
  return [
    {
      name: 'cases.csv',
      kind: 'table',
      columns: described.map(({ name }) => name),
      rows: [...cases.values()]
        .sort(byCase)
        .map((row) => [
          ...CASE_COLUMNS.map(([name]) => row[name]),
          ...columns.map(({ cell }) => cell(row.caseId)),
        ]),
    },
    codebookOf('cases-codebook.csv', described),
  ];
}

function showingOf({ readerId, readerName, studyPhase, presentation }: ResultRow): Showing {
  return { readerId, readerName, studyPhase, repeat: presentation === 'repeat' };
}

function showingKey({ readerId, studyPhase, repeat }: Showing): string {
  return JSON.stringify([readerId, studyPhase, repeat]);
}

function measuredOf({ items, stages }: Instrument): Measured[] {
  return [
    ...items.map((item) => ({
      name: item.id,
      meaning: MEANING_OF_MEASURE[item.measures],
      values: answerRange(item),
      cell: ({ answers }: ResultRow) => answerCell(item, answers[item.id] ?? null),
    })),
    ...stages.map(({ id }) => ({
      name: `${id}TimeMs`,
      meaning: `Reading time of the ${id} stage, without pauses`,
      values: 'ms',
      cell: (row: ResultRow) => row.stages[id]?.timeMs ?? null,
    })),
  ];
}

function columnOf(
  { name, meaning, values }: Measured,
  suffix: string,
  showing: Showing | undefined,
): ExportColumn {
  const where =
    showing === undefined
      ? ''
      : ` (reader ${showing.readerName}, ${showing.readerId}; phase ${showing.studyPhase}${showing.repeat ? '; shown again' : ''})`;
  return { name: `${name}_${suffix}`, meaning: `${meaning}${where}`, values };
}

function byCase(first: ResultRow, second: ResultRow): number {
  return first.caseId < second.caseId ? -1 : first.caseId > second.caseId ? 1 : 0;
}
