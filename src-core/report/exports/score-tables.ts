import { arrangeTable, type RatedReading, type ReadingTable } from '../../stats/analysis/reading-table.ts';
import type { CellValue } from '../../study/results-table.ts';
import type { ExportFile } from './export-file.ts';
import { uniqueForms } from './names.ts';

/** What stands in a file of iMRMC where a row holds a case's truth and no reading. */
const TRUTH = 'truth';

/** Ratings by which readers' areas under the curve are compared, and the files' names. */
export interface ScoreTable {
  /** First part of the files' names. */
  readonly name: string;
  /** What a rating is, in a line. */
  readonly title: string;
  readonly table: ReadingTable;
  /** A rating of at least this is a positive call; null: there are no calls. */
  readonly threshold: number | null;
}

/**
 * A file of iMRMC (Gallas): counts, "BEGIN DATA:", a row with the truth of each case, then "reader,case,modality,score".
 * Missing ratings have no row; negative cases that belong to all modalities stand under each. The format knows no
 * quotation marks: names that it cannot hold are changed, and a second file says how.
 */
export function imrmcFiles({ name, title, table }: ScoreTable): ExportFile[] {
  const { compared } = arrangeTable(table);
  const forms = {
    reader: imrmcNames(compared.map(({ reader }) => reader)),
    case: imrmcNames([...table.truth.keys()]),
    modality: imrmcNames(compared.map(({ arm }) => arm)),
  };
  const rows = [...compared]
    .sort(byTestReaderCase)
    .map(({ reader, case: id, arm, rating }) =>
      [forms.reader.get(reader), forms.case.get(id), forms.modality.get(arm), rating].join(','),
    );
  const truth = [...table.truth.keys()]
    .sort()
    .map((id) => `${TRUTH},${forms.case.get(id)},${TRUTH},${table.truth.get(id) === true ? 1 : 0}`);
  const positives = [...table.truth.values()].filter(Boolean).length;
  const text = [
    oneLine(title),
    `NR: ${forms.reader.size}`,
    `N0: ${table.truth.size - positives}`,
    `N1: ${positives}`,
    `NM: ${forms.modality.size}`,
    'BEGIN DATA:',
    ...truth,
    ...rows,
    '',
  ].join('\n');
  const changed = Object.entries(forms).flatMap(([kind, own]) =>
    [...own].flatMap(([old, form]) => (old === form ? [] : [[kind, form, old]])),
  );
  return [
    { name: `${name}.imrmc`, kind: 'text', text },
    ...(changed.length === 0
      ? []
      : [
          {
            name: `${name}-imrmc-names.csv`,
            kind: 'table' as const,
            columns: ['kind', 'name in the file', 'name'],
            rows: changed,
          },
        ]),
  ];
}

/** Names as the format can hold them: one line, no comma or quotation mark, not "truth", each its own. */
function imrmcNames(names: readonly string[]): Map<string, string> {
  const plain = (name: string): string => {
    const held = oneLine(name.replaceAll(/[,"]/g, ' '));
    return held === '' || held.toLowerCase() === TRUTH ? `${held || 'name'}_` : held;
  };
  // Names that stay as they are come first, so that none of them has to give way to a changed one.
  const sorted = [...new Set(names)].sort();
  return uniqueForms(
    [...sorted.filter((name) => plain(name) === name), ...sorted.filter((name) => plain(name) !== name)],
    plain,
    [],
    Number.POSITIVE_INFINITY,
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/**
 * Long tables for MRMCaov of R: reader, test, case, truth, rating; ratings, and calls where there is a threshold. Real
 * cases shared by the tests stand under each of them, as factorial designs need it. Beside them the R code that reads
 * them.
 */
export function mrmcaovFiles({ name, title, table, threshold }: ScoreTable): ExportFile[] {
  const { compared } = arrangeTable(table);
  const sorted = [...compared].sort(byTestReaderCase);
  const fileOf = (suffix: string, value: (reading: RatedReading) => CellValue): ExportFile => ({
    name: `${name}-mrmcaov${suffix}.csv`,
    kind: 'table',
    columns: ['reader', 'test', 'case', 'truth', 'rating'],
    rows: sorted.map((reading) => [
      reading.reader,
      reading.arm,
      reading.case,
      Number(reading.positive),
      value(reading),
    ]),
  });
  const ratings = fileOf('', ({ rating }) => rating);
  const calls = threshold === null ? null : fileOf('-calls', ({ rating }) => Number(rating >= threshold));
  return [
    ratings,
    ...(calls === null ? [] : [calls]),
    { name: `${name}-mrmcaov.R`, kind: 'text', text: readingCode(title, ratings.name, calls?.name ?? null) },
  ];
}

function byTestReaderCase(first: RatedReading, second: RatedReading): number {
  const key = ({ arm, reader, case: name }: RatedReading) => [arm, reader, name];
  const [own, other] = [key(first), key(second)];
  const place = own.findIndex((part, index) => part !== other[index]);
  if (place < 0) return 0;
  return (own[place] ?? '') < (other[place] ?? '') ? -1 : 1;
}

function readingCode(title: string, ratings: string, calls: string | null): string {
  const read = (file: string): string[] => [
    `readings <- read.csv("${file}", encoding = "UTF-8",`,
    '  colClasses = c("factor", "factor", "factor", "integer", "numeric"))',
    'readings$truth <- factor(readings$truth, levels = c(0, 1))',
  ];
  return [
    `# ${oneLine(title)}`,
    '# truth: 0 negative, 1 positive; the last level is the positive one.',
    'library(MRMCaov)',
    ...read(ratings),
    'print(summary(mrmc(empirical_auc(truth, rating), test, reader, case, data = readings)))',
    ...(calls === null
      ? []
      : [
          ...read(calls),
          'print(summary(mrmc(binary_sens(truth, rating), test, reader, case, data = readings)))',
          'print(summary(mrmc(binary_spec(truth, rating), test, reader, case, data = readings)))',
        ]),
    '',
  ].join('\n');
}

const READING_COLUMNS = ['reader', 'case', 'arm', 'truth', 'rating', 'time', 'order'] as const;

/** The readings of a table as `lightbox analyze` reads them, whatever file they came from; missing ratings are empty. */
export function readingTableFiles({ readings, truth }: ReadingTable): ExportFile[] {
  return [
    {
      name: 'readings.csv',
      kind: 'table',
      columns: READING_COLUMNS,
      rows: readings.map((reading) => [
        reading.reader,
        reading.case,
        reading.arm,
        truth.get(reading.case) === true ? 1 : 0,
        reading.rating,
        reading.seconds,
        reading.order,
      ]),
    },
  ];
}
