import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filmTextFromLabels } from '../../src-core/prompt/label-text.ts';
import { parseLabelsCsv } from './labels-csv.ts';

const METADATA = new URL('../../../shared/cxr/metadata.csv', import.meta.url);

function parse(text: string) {
  return parseLabelsCsv(new TextEncoder().encode(text), 'labels.csv');
}

describe('parseLabelsCsv', () => {
  it('words NIH labels with age, sex and view by the rules of prompts', () => {
    const [row] = parse('file,patient,age,sex,view,findings\nimages/1.jpg,00061,77,M,AP,Edema|Effusion\n');
    const labels = { age: 77, sex: 'M', view: 'AP', findings: ['Edema', 'Effusion'] };
    expect(row).toEqual({
      fileName: '1.jpg',
      text: filmTextFromLabels(labels),
      patient: '00061',
      label: 'Edema|Effusion',
    });
    expect(row?.text).toMatch(/^77 year old male\. /);
  });

  it('takes text or report as written, before findings', () => {
    const rows = parse(
      'file,text,report,findings\na.png, My text. ,R.,Edema\nb.png,,R.,Edema\nc.png,,,Left effusion.\n',
    );
    expect(rows.map(({ text }) => text)).toEqual(['My text.', 'R.', 'Left effusion.']);
  });

  it('reads marks, semicolons, tabs, CRLF, quoted line ends and commas, blank rows, any case of the header', () => {
    const expected = [{ fileName: 'a.png', text: 'One; two,\n"three"', patient: '7', label: null }];
    expect(parse('\uFEFFFile;TEXT;Patient\r\na.png;"One; two,\n""three""";7\r\n\r\n')).toEqual(expected);
    const tabbed = 'text\tfile\tpatient\n"One; two,\n""three"""\tC:\\films\\a.png\t7\n';
    expect(parse(tabbed)).toEqual(expected);
  });

  it('reads UTF-16 with mark and Windows-1252', () => {
    const table = 'file,text\na.png,Pleuraerguß\n';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table, 'utf16le')]);
    expect(parseLabelsCsv(utf16, 'x')[0]?.text).toBe('Pleuraerguß');
    expect(parseLabelsCsv(Buffer.from(table, 'latin1'), 'x')[0]?.text).toBe('Pleuraerguß');
  });

  it.each([
    ['', 'labels.csv: it is empty.'],
    ['name,text\na,b\n', 'labels.csv, row 1, column "file": the column is missing.'],
    [
      'file,age\na,1\n',
      'labels.csv, row 1, column "text": there is neither a column "text", "report" nor "findings".',
    ],
    ['file,file,text\na,b,c\n', 'labels.csv, row 1, column "file": the column stands twice.'],
    ['file,text\na,b\n,c\n', 'labels.csv, row 3, column "file": the file name is missing.'],
    ['file,text\na,b\nx/a,c\n', 'labels.csv, row 3, column "file": "a" stands in row 2 already.'],
    ['file,text\na,b,c\n', 'labels.csv, row 2: it has 3 cells, the header has 2.'],
    ['file,text\na,b\nc,"d\n', 'labels.csv, line 3: a quotation mark is not closed.'],
    ['file,text\na,x"b"\n', 'labels.csv, line 2: a quotation mark is misplaced.'],
    ['file,findings,age\na,Edema,old\n', 'labels.csv, row 2, column "age": "old" is no age in whole years.'],
  ])('names the place of what is wrong in %j', (text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'CSV_INVALID', message }));
  });

  it.each([
    ['findings', 'Effusin', 'M', 'AP', '40'],
    ['findings', 'Edema|Effusin', 'M', 'AP', '40'],
    ['sex', 'Edema', 'X', 'AP', '40'],
    ['view', 'Edema', 'M', 'oblique', '40'],
    ['age', 'Edema', 'M', 'AP', '412'],
  ])('names row and column of a %s that is not understood', (column, findings, sex, view, age) => {
    expect(() => parse(`file,findings,sex,view,age\na,${findings},${sex},${view},${age}\n`)).toThrow(
      expect.objectContaining({ code: 'CSV_INVALID', details: { file: 'labels.csv', row: 2, column } }),
    );
  });

  it.skipIf(!existsSync(METADATA))('[shared films] imports the table of the shared films as it is', () => {
    const rows = parseLabelsCsv(readFileSync(METADATA), 'metadata.csv');
    // 896 films, 448 of them labelled "No Finding" (counted with cut and sort).
    expect(rows.length).toBe(896);
    expect(rows.filter(({ label }) => label === 'No Finding').length).toBe(448);
    expect(rows.every(({ text }) => /^\d+ year old (?:fe)?male\. (?:AP|PA) /.test(text))).toBe(true);
  });

  it('refuses a text that is longer than the library can show, naming row and column', () => {
    const long = 'x'.repeat(4001);
    expect(parse(`file,text\na.png,${long.slice(1)}\n`)).toHaveLength(1);
    for (const column of ['text', 'report', 'findings']) {
      const words = `${long.slice(4)} x y`;
      const refusal = expect.objectContaining({
        code: 'CSV_INVALID',
        details: { file: 'labels.csv', row: 2, column },
      });
      expect(() => parse(`file,${column}\na.png,${words}\n`)).toThrow(refusal);
    }
  });
});
