import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseId } from '../../base/ids.ts';
import type { Instrument } from '../../study/instrument.ts';
import type { ResultRow } from '../../study/results.ts';
import type { ExportFile } from './export-file.ts';
import { everyKind, testRow } from './test-rows.ts';
import { wideFiles } from './wide-table.ts';

const instrument: Instrument = { formatVersion: 2, id: 'test', version: 1, ...everyKind() };

/** The table as objects, and its codebook by column. */
function written(rows: readonly ResultRow[]) {
  const [cases, codebook] = wideFiles(instrument, rows).map(tableOf);
  return {
    columns: cases?.columns ?? [],
    cases: (cases?.rows ?? []).map((row) =>
      Object.fromEntries((cases?.columns ?? []).map((name, index) => [name, row[index]])),
    ),
    meanings: new Map((codebook?.rows ?? []).map(([name, meaning]) => [name, meaning])),
  };
}

function tableOf(file: ExportFile) {
  if (file.kind !== 'table') throw new Error(`${file.name} is no table`);
  return file;
}

describe('the wide table', () => {
  const readings = [
    testRow({ caseId: 'c2' as CaseId, answers: { realism: 4, reasons: ['texture', 'wrong-side'] } }),
    testRow({
      caseId: 'c1' as CaseId,
      answers: { realism: 2 },
      stages: { read: { submittedAt: 'x', timeMs: 900 } },
    }),
    testRow({ caseId: 'c1' as CaseId, presentation: 'repeat', answers: { realism: 3 } }),
    testRow({ caseId: 'c1' as CaseId, studyPhase: 'told', answers: { realism: 1 } }),
    testRow({ caseId: 'c1' as CaseId, readerId: 'reader-b', readerName: 'ada', answers: { realism: 5 } }),
    testRow({ caseId: 'c9' as CaseId, presentation: 'attention', answers: { realism: 5 } }),
    testRow({ caseId: 'c8' as CaseId, presentation: 'calibration', answers: { realism: 5 } }),
  ];

  it('has a row a case and columns for each reader, phase and repeat; readers of one name stay apart', () => {
    const { cases } = written(readings);
    expect(cases).toMatchObject([
      {
        caseId: 'c1',
        truth: 'real',
        realism_ada: 2,
        readTimeMs_ada: 900,
        realism_ada_repeat: 3,
        realism_ada_told: 1,
        realism_ada_2: 5,
      },
      {
        caseId: 'c2',
        realism_ada: 4,
        reasons_ada: 'texture|wrong-side',
        realism_ada_repeat: null,
        realism_ada_2: null,
      },
    ]);
    expect(cases).toHaveLength(2);
  });

  it('has a codebook that names every column, with the reader behind it', () => {
    const { columns, meanings } = written(readings);
    expect([...meanings.keys()]).toEqual(columns);
    expect(meanings.get('realism_ada_2')).toContain('reader ada, reader-b; phase reading');
    expect(meanings.get('realism_ada_repeat')).toContain('shown again');
  });

  it('loses no reading and gives every column one name, whatever readers and phases are called', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(
        'Ada',
        'ada',
        'ADA',
        'Ada "A", MD',
        'Ada\nA',
        'Ada repeat',
        'told',
        'Ada told',
        'Ada 2',
      ),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), (names) => {
        const rows = names.flatMap((readerName, reader) =>
          ['reading', 'told'].flatMap((studyPhase, phase) =>
            (['reading', 'repeat'] as const).map((presentation, showing) =>
              testRow({
                ...{ readerId: `id-${reader}`, readerName, studyPhase, presentation },
                answers: { realism: 1 + reader * 4 + phase * 2 + showing },
              }),
            ),
          ),
        );
        const { columns, cases } = written(rows);
        expect(new Set(columns).size).toBe(columns.length);
        const held = Object.entries(cases[0] ?? {}).flatMap(([column, value]) =>
          column.startsWith('realism_') ? [value] : [],
        );
        expect(new Set(held)).toEqual(new Set(rows.map(({ answers }) => answers['realism'])));
      }),
    );
  });
});
