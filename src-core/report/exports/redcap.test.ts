import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INSTRUMENT } from '../../study/default-instrument.ts';
import type { Instrument } from '../../study/instrument.ts';
import { INSTRUMENT_PRESETS } from '../../study/instrument-presets.ts';
import type { ResultRow } from '../../study/results.ts';
import type { CellValue } from '../../study/results-table.ts';
import { redcapFiles } from './redcap-files.ts';
import { everyKind, testRow } from './test-rows.ts';

const EVERY_KIND: Instrument = { formatVersion: 2, id: 'test', version: 1, ...everyKind() };

function written(instrument: Instrument, rows: readonly ResultRow[] = []) {
  const [dictionary, data] = redcapFiles(instrument, rows).map((file) => {
    if (file.kind !== 'table') throw new Error(`${file.name} is no table`);
    return file;
  });
  const byColumn = (columns: readonly string[], row: readonly CellValue[]) =>
    Object.fromEntries(columns.map((name, index): [string, CellValue] => [name, row[index] ?? null]));
  const header = dictionary?.columns ?? [];
  return {
    header,
    fields: (dictionary?.rows ?? []).map((row) => byColumn(header, row)),
    columns: data?.columns ?? [],
    records: (data?.rows ?? []).map((row) => byColumn(data?.columns ?? [], row)),
  };
}

const field = (found: ReturnType<typeof written>, name: string) =>
  found.fields.find((entry) => entry['Variable / Field Name'] === name);

/** What REDCap refuses of a dictionary, by its documentation ("Data Dictionary", "Field naming", "Branching logic"). */
function faultsOf({ fields, columns }: ReturnType<typeof written>): string[] {
  const names = fields.map((entry) => String(entry['Variable / Field Name']));
  const forms = new Set(fields.map((entry) => String(entry['Form Name'])));
  const types = new Map(names.map((name, index) => [name, fields[index]?.['Field Type']]));
  const choices = new Map(
    names.map((name, index) => [
      name,
      String(fields[index]?.['Choices, Calculations, OR Slider Labels'] ?? '')
        .split(' | ')
        .filter((part) => part !== ''),
    ]),
  );
  const faults: string[] = [];
  const fault = (bad: boolean, what: string) => {
    if (bad) faults.push(what);
  };
  fault(names[0] !== 'record_id', 'the first field is the record id');
  fault(new Set(names).size !== names.length, 'names are unique');
  fault(new Set(columns).size !== columns.length, 'columns of data are unique');
  for (const name of [...names, ...forms]) {
    fault(!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name), `${name} is a name`);
    fault(name.length > 26, `${name} has at most 26 characters`);
  }
  for (const form of forms) {
    fault(!columns.includes(`${form}_complete`), `the data say whether ${form} is complete`);
    fault(names.includes(`${form}_complete`), `${form}_complete is no field`);
    const places = fields.flatMap((entry, index) => (entry['Form Name'] === form ? [index] : []));
    fault((places.at(-1) ?? 0) - (places[0] ?? 0) !== places.length - 1, `${form} stands together`);
  }
  fields.forEach((entry, index) => {
    const name = names[index] ?? '';
    const type = entry['Field Type'];
    const own = choices.get(name) ?? [];
    fault(!['text', 'notes', 'radio', 'checkbox'].includes(String(type)), `${name} has a type`);
    fault((type === 'radio' || type === 'checkbox') !== own.length > 0, `${name} has choices if it has to`);
    fault(
      own.some((part) => !/^[0-9a-zA-Z_]+, [^|]+$/.test(part)),
      `${name} has choices "code, label"`,
    );
    fault(new Set(own.map((part) => part.split(',')[0])).size !== own.length, `${name} has one label a code`);
    fault(/[\r\n]/.test(String(entry['Field Label'])), `${name} has a label of one line`);
    fault(entry['Field Label'] === null || entry['Field Label'] === '', `${name} has a label`);
    fault(
      type === 'checkbox'
        ? own.some((part) => !columns.includes(`${name}___${part.split(',')[0]}`))
        : !columns.includes(name),
      `${name} has its columns of data`,
    );
    const logic = String(entry['Branching Logic (Show field only if...)'] ?? '');
    for (const [, looked = '', code] of logic.matchAll(/\[([^\](]*)(?:\((\d+)\))?\]/g)) {
      fault(!names.slice(0, index).includes(looked), `${name} looks at an earlier field`);
      fault(
        (types.get(looked) === 'checkbox') !== (code !== undefined),
        `${name} looks at ${looked} as its kind asks`,
      );
      fault(
        code !== undefined && !(choices.get(looked) ?? []).some((part) => part.startsWith(`${code}, `)),
        `${name} looks at a choice of ${looked}`,
      );
    }
  });
  return faults;
}

describe('a REDCap project', () => {
  it('has the columns of REDCap’s dictionary, in its order', () => {
    // Origin: the header of the data dictionary template that REDCap offers for download.
    expect(written(DEFAULT_INSTRUMENT).header.join('","')).toBe(
      'Variable / Field Name","Form Name","Section Header","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max","Identifier?","Branching Logic (Show field only if...)","Required Field?","Custom Alignment","Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation',
    );
  });

  it.each(
    [...INSTRUMENT_PRESETS.map(({ instrument }) => instrument), EVERY_KIND].map(
      (own) => [own.id, own] as const,
    ),
  )('keeps REDCap’s rules for the instrument %s', (_, instrument) => {
    expect(faultsOf(written(instrument))).toEqual([]);
  });

  it('keeps them whatever items, options and stages are called', () => {
    const { stages, items } = everyKind();
    const id = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,39}$/);
    const slug = fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/);
    const ids = fc.uniqueArray(
      fc.oneof(id, fc.constantFrom('recordId', 'truth', 'arm', 'readComplete', 'reading')),
      {
        minLength: items.length,
        maxLength: items.length,
      },
    );
    const slugs = fc.uniqueArray(fc.oneof(slug, fc.constantFrom('reading', 'a-b', 'a--b', 'a-')), {
      minLength: 4,
      maxLength: 4,
    });
    const label = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(ids, slugs, label, (itemIds, [first = '', second = '', one = '', two = ''], text) => {
        const renamed = new Map(items.map((item, index) => [item.id, itemIds[index] ?? '']));
        const stageNames = new Map(stages.map((stage, index) => [stage.id, [first, second][index] ?? '']));
        const named: Instrument = {
          ...EVERY_KIND,
          stages: stages.map((stage) => ({ ...stage, id: stageNames.get(stage.id) ?? '' })),
          items: items.map((item) => ({
            ...item,
            id: renamed.get(item.id) ?? '',
            stage: stageNames.get(item.stage) ?? '',
            label: { text },
            when: item.when === null ? null : { ...item.when, item: renamed.get(item.when.item) ?? '' },
            ...(item.kind === 'presence'
              ? { findings: [one, two].map((value) => ({ value, label: { text }, key: null })) }
              : {}),
          })),
        };
        expect(faultsOf(written(named))).toEqual([]);
      }),
    );
  });

  it('asks each item when the instrument does', () => {
    const found = written(EVERY_KIND);
    const logic = (name: string) => field(found, name)?.['Branching Logic (Show field only if...)'];
    expect(logic('realism')).toBeNull();
    expect(logic('verdict')).toBe("[realism] <> ''");
    expect(logic('reasons')).toBe("[verdict] = '2'");
    expect(logic('findings_effusion')).toBe("[reasons(1)] = '1' or [reasons(2)] = '1'");
    expect(logic('places')).toBe("[findings_edema] = '1'");
    expect(logic('comment')).toBe("[reasons(1)] = '1' or [reasons(2)] = '1'");
    expect(logic('real_or_synthetic_after_re')).toBe("[realism] = '1' or [realism] = '2'");
  });

  it('says choices, types and labels in REDCap’s form', () => {
    const found = written(EVERY_KIND);
    expect(field(found, 'reasons')).toMatchObject({
      'Form Name': 'look_at_film',
      'Field Type': 'checkbox',
      'Choices, Calculations, OR Slider Labels': '1, Texture | 2, Wrong side',
      'Required Field?': null,
    });
    expect(field(found, 'findings_edema')).toMatchObject({
      'Field Type': 'radio',
      'Choices, Calculations, OR Slider Labels': '0, Absent | 1, Present | 2, Unsure',
      'Required Field?': 'y',
    });
    expect(field(found, 'comment')).toMatchObject({
      'Field Type': 'notes',
      'Field Label': 'Anything | else? Say < so>',
    });
    expect(field(found, 'patient')?.['Identifier?']).toBe('y');
    expect(field(found, 'opened_at')?.['Text Validation Type OR Show Slider Number']).toBe(
      'datetime_seconds_ymd',
    );
  });

  it('has the data as REDCap imports them: codes, a column a choice, the state of each form', () => {
    const answers = {
      realism: 4,
      verdict: 'synthetic',
      reasons: ['wrong-side'],
      findings: { edema: 'present', effusion: null },
      places: [{ shape: 'point', x: 1.5, y: 2, film: 1, comment: null }],
      comment: 'Blurred, "soft"\nborders',
      realOrSyntheticAfterReading: null,
    } as const;
    const { records } = written(EVERY_KIND, [
      testRow({
        truth: 'synthetic',
        position: 3,
        answers,
        stages: { 'look-at-film': { submittedAt: 'x', timeMs: 1200.5 } },
      }),
      testRow({ readerId: 'b', position: 12 }),
    ]);
    expect(records).toMatchObject([
      {
        record_id: 'r1-03',
        truth: 1,
        opened_at: '2026-11-15 12:00:10',
        interrupted: 0,
        reading_complete: 2,
        realism: 4,
        verdict: 2,
        reasons___1: 0,
        reasons___2: 1,
        findings_edema: 1,
        findings_effusion: null,
        places: '[{"comment":null,"film":1,"shape":"point","x":1.5,"y":2}]',
        comment: 'Blurred, "soft"\nborders',
        look_at_film_time_ms: 1200.5,
        look_at_film_complete: 2,
        read_complete: 0,
      },
      { record_id: 'r2-12', truth: 0, reasons___1: null, reasons___2: null, look_at_film_complete: 0 },
    ]);
  });
});
