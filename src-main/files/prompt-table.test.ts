import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_IMAGES_PER_ROW } from '../../src-core/diffusion/table-seed.ts';
import { writeCsv } from './csv.ts';
import { describeRowProblem, type PromptTable, parsePromptTable } from './prompt-table.ts';

function read(text: string): PromptTable {
  const reading = parsePromptTable(new TextEncoder().encode(text), 'prompts.csv');
  if (reading.ok) return reading.table;
  throw new Error(reading.problems.map((problem) => describeRowProblem('prompts.csv', problem)).join('\n'));
}

function problemsOf(text: string): string[] {
  const reading = parsePromptTable(new TextEncoder().encode(text), 'prompts.csv');
  return reading.ok ? [] : reading.problems.map((problem) => describeRowProblem('prompts.csv', problem));
}

const NOTHING = {
  id: null,
  negativePrompt: null,
  seed: null,
  count: null,
  steps: null,
  guidanceScale: null,
  scheduler: null,
  initImage: null,
  mask: null,
  strength: null,
};

describe('parsePromptTable', () => {
  it('reads every own column, in any order and case, and carries the others as written', () => {
    const table = read(
      'Site,SEED,Prompt,negative,count,id,steps,guidance,scheduler,init_image,mask,strength\n' +
        ' A ,7,Edema.,blurred,4,p1,75,4,DDIM,films/a.dcm,masks/a.png,0.6\n',
    );
    expect(table.carriedColumns).toEqual(['Site']);
    expect(table.rows).toEqual([
      {
        row: 1,
        line: 2,
        id: 'p1',
        prompt: 'Edema.',
        negativePrompt: 'blurred',
        seed: 7,
        count: 4,
        steps: 75,
        guidanceScale: 4,
        scheduler: 'ddim',
        initImage: 'films/a.dcm',
        mask: 'masks/a.png',
        strength: 0.6,
        carried: [' A '],
      },
    ]);
  });

  it('takes whole numbers as pandas writes them beside gaps, and an unnamed column of row numbers', () => {
    const table = read(',prompt,seed,steps\n0,Edema.,7.0,\n1,Effusion.,,50.0\n');
    expect(table.rows).toEqual([
      { ...NOTHING, row: 1, line: 2, prompt: 'Edema.', seed: 7, carried: [] },
      { ...NOTHING, row: 2, line: 3, prompt: 'Effusion.', steps: 50, carried: [] },
    ]);
  });

  // The header and the first row's form are those of RoentGen-v2's published demo_inference_prompts.csv.
  it("takes RoentGen-v2's tables as they are: the full prompt where it stands, else put together", () => {
    const header = 'dicom_id,gender,anchor_age,race,impression_short,prompt_variation\n';
    const full = 'demo0000,F,28,WHITE,Normal chest .,28 year old WHITE female. Normal chest .\n';
    const parts = 'demo0001,M,74.0,black,No acute process .,\ndemo0002,,,,Normal chest .,\n';
    const { rows, carriedColumns } = read(header + full + parts);
    expect(rows.map(({ id, prompt }) => [id, prompt])).toEqual([
      ['demo0000', '28 year old WHITE female. Normal chest .'],
      ['demo0001', '74 year old BLACK male. No acute process .'],
      ['demo0002', 'Normal chest .'],
    ]);
    expect(carriedColumns).toEqual([
      'dicom_id',
      'gender',
      'anchor_age',
      'race',
      'impression_short',
      'prompt_variation',
    ]);
    expect(rows[1]?.carried).toEqual(['demo0001', 'M', '74.0', 'black', 'No acute process .', '']);
  });

  it('counts rows without blank ones, and lines with them and with line ends inside quotes', () => {
    const { rows } = read('prompt\n"Edema,\nmild."\n\nEffusion.\n');
    expect(rows.map(({ row, line, prompt }) => [row, line, prompt])).toEqual([
      [1, 2, 'Edema,\nmild.'],
      [2, 5, 'Effusion.'],
    ]);
  });

  it.each([
    ['seed', '-1', 'is no whole number from 0 to 4294967295'],
    ['seed', '4294967296', 'is no whole number from 0 to 4294967295'],
    ['seed', '1.5', 'is no whole number'],
    ['seed', '1e3', 'is no whole number'],
    ['count', '0', `is no whole number from 1 to ${MAX_IMAGES_PER_ROW}`],
    ['count', '1001', 'is no whole number'],
    ['steps', 'many', 'is no whole number from 1 to 1000'],
    ['guidance', '7,5', 'is no number 0 to 30, written as 2.5'],
    ['guidance', '31', 'is no number 0 to 30'],
    ['scheduler', 'heun', 'is none; take one of pndm, ddim'],
    ['strength', '0', 'is no number above 0 to 1'],
    ['strength', '1.1', 'is no number above 0 to 1'],
  ])('names row, line and column of %s "%s"', (column, value, says) => {
    const text = `prompt,${column},init_image\nEdema.,,\nEdema.,"${value}",a.png\n`;
    const [problem, ...others] = problemsOf(text);
    expect(problem).toContain(`prompts.csv, row 2 (line 3), column "${column}": "${value}" ${says}`);
    expect(others).toEqual([]);
  });

  it('names every bad row, in order', () => {
    const text =
      'Prompt,seed,mask,strength\n,1,,\nEdema.,x,,\nEdema.,4294967295,,\nEdema.,,m.png,0.5\nEdema.\n';
    expect(problemsOf(text)).toEqual([
      'prompts.csv, row 1 (line 2), column "Prompt": it is empty; write what the film shows.',
      'prompts.csv, row 2 (line 3), column "seed": "x" is no whole number from 0 to 4294967295; correct or empty the cell.',
      'prompts.csv, row 4 (line 5), column "mask": it needs a film to edit; name one in the column "init_image", or empty this cell.',
      'prompts.csv, row 4 (line 5), column "strength": it needs a film to edit; name one in the column "init_image", or empty this cell.',
      'prompts.csv, row 5 (line 6): it has 1 cells, the header has 4; quote texts with separators.',
    ]);
  });

  it.each([
    ['anchor_age', 'M,old,Edema.', '"old" is no whole number from 0 to 120'],
    ['gender', 'X,70,Edema.', '"X" is not known; write M or F'],
    ['impression_short', 'M,70,', 'it is empty; write what the film shows'],
  ])('names the column %s of a RoentGen-v2 table', (column, cells, says) => {
    const [problem] = problemsOf(`gender,anchor_age,impression_short\n${cells}\n`);
    expect(problem).toContain(`row 1 (line 2), column "${column}": ${says}`);
  });

  it('names a seed whose images would pass the last one, and a prompt that is too long', () => {
    expect(problemsOf('prompt,seed,count\nEdema.,4294967295,2\n')[0]).toContain('passes the last seed');
    expect(problemsOf(`prompt\n${'x'.repeat(4001)}\n`)[0]).toContain('4001 characters; shorten it to 4000');
  });

  it.each([
    ['', 'prompts.csv: it is empty.'],
    ['prompt\n', 'prompts.csv: it has a header and no rows.'],
    ['text\nEdema.\n', 'prompts.csv, column "prompt": the column is missing;'],
    ['prompt,Prompt\na,b\n', 'prompts.csv, column "Prompt": the column stands twice; remove one.'],
    ['prompt,site,site\na,b,c\n', 'prompts.csv, column "site": the column stands twice; remove one.'],
    ['prompt\na\n"b\n', 'prompts.csv, line 3: a quotation mark is not closed.'],
    ['\0\0', 'prompts.csv: it is no text file.'],
  ])('refuses %j as a whole', (text, message) => {
    const refusal = { code: 'CSV_INVALID', message: expect.stringContaining(message) };
    expect(() => problemsOf(text)).toThrow(expect.objectContaining(refusal));
  });

  it('gives back the prompts and carried cells of any table', () => {
    const prompt = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => /^[^\s=+\-@].*\S$/s.test(text));
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(prompt, cell), { minLength: 1 }), (rows) => {
        // Another line end than CRLF inside cells would be told as the table's own.
        const plain = rows.map((row) => row.map((text) => text.replaceAll(/[\0\r\n]/g, ' ')));
        const back = read(writeCsv(['prompt', 'note'], plain)).rows;
        expect(back.map(({ prompt: text, carried }) => [text, carried[0]])).toEqual(plain);
      }),
    );
  });
});
