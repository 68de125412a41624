import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { unpackModelFolders } from '../../tools/goldens/pipeline-data.ts';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { encodeGrey8Png } from '../files/png.ts';
import { expectRefused, lightbox, snapshot } from './test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-cli-edit-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** One grey channel in and out, with a VAE encoder. */
unpackModelFolders(scratch, ['grey']);
const MODEL = join(scratch, 'grey');

const SIDE = 96;
const RAMP = Uint8Array.from({ length: SIDE * SIDE }, (_, index) => (index * 7) % 256);
const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(scratch, name), bytes);
  return join(scratch, name);
};
const FILM = write('film.png', encodeGrey8Png(RAMP, SIDE, SIDE));
/** The same grey values, stored in 8 bits and shown over their full range. */
const DICOM = write('film.dcm', writeDicomImage({ width: SIDE, height: SIDE, samples: RAMP }));
const left = (value: number) => RAMP.map((_, index) => (index % SIDE < SIDE / 2 ? value : 0));
const MASK = write('mask.png', encodeGrey8Png(left(255), SIDE, SIDE));

let folders = 0;
const newFolder = (): string => join(scratch, `out-${folders++}`);
const BASIC = ['generate', '--model', MODEL, '--steps', '4', '--seed', '3', '--json'];
const PROMPT = [...BASIC, '--prompt', 'Edema.'];
const of = (film: string): string[] => [...PROMPT, '--init-image', film];

async function recipeOf(
  args: readonly string[],
): Promise<{ recipe: Record<string, unknown>; stderr: string }> {
  const { status, stdout, stderr } = await lightbox([...args, '--out', newFolder()]);
  expect(status).toBe(0);
  return { recipe: JSON.parse(stdout).recipe, stderr };
}

describe('lightbox generate --init-image', () => {
  it('edits a film, the same from PNG and from DICOM, and says what was done to it', async () => {
    const png = await recipeOf([...of(FILM), '--strength', '0.5']);
    const dicom = await recipeOf([...of(DICOM), '--strength', '0.5']);
    expect(png.recipe).toMatchObject({ task: 'image-to-image', strength: 0.5, maskImage: null });
    expect(dicom.recipe).toEqual(png.recipe);
    expect(png.stderr).toBe('');
    expect(dicom.stderr).toBe(
      'lightbox: film.dcm: the file names no window; it is shown from its lowest to its highest value\n',
    );
  });

  it('draws what a mask marks', async () => {
    const { recipe } = await recipeOf([...of(FILM), '--strength', '1', '--mask', MASK]);
    expect(recipe).toMatchObject({ task: 'inpainting', strength: 1, maskImage: expect.any(String) });
  });

  it.each([
    { what: 'a film that is missing', film: 'none.png', more: [], says: 'none.png: it does not exist' },
    {
      what: 'a film that is none',
      film: join(MODEL, 'model_index.json'),
      more: [],
      says: 'it is a text file',
    },
    {
      what: 'a mask of another size',
      film: FILM,
      more: ['--mask', write('small.png', encodeGrey8Png(new Uint8Array(4096).fill(255), 64, 64))],
      says: 'small.png: it has 64 x 64 pixels, the film film.png 96 x 96',
    },
    {
      what: 'a mask that marks nothing',
      film: FILM,
      more: ['--mask', write('ones.png', encodeGrey8Png(left(1), SIDE, SIDE))],
      says: 'ones.png: it marks nothing',
    },
    {
      what: 'a strength that makes no step',
      film: FILM,
      more: ['--strength', '0.1'],
      says: '4 steps at strength 0.1',
    },
  ])('refuses $what with status 2 and nothing written', async ({ film, more, says }) => {
    const out = newFolder();
    await expectRefused([...of(film), '--strength', '0.5', ...more, '--out', out], says, out);
  });
});

describe('lightbox generate --table with films', () => {
  const table = (name: string, text: string): string => write(name, new TextEncoder().encode(text));
  const EDITS = table(
    'edits.csv',
    'prompt,init_image,mask,strength,count\nEdema.,film.png,,,2\nEdema.,film.dcm,mask.png,1,\nEdema.,,,,\n',
  );
  const args = (out: string, file = EDITS): string[] => [
    ...BASIC,
    '--table',
    file,
    '--strength',
    '0.5',
    '--out',
    out,
  ];

  it('edits the films that its rows name, as seen from its folder', async () => {
    const out = newFolder();
    const { status, stdout } = await lightbox(args(out), { cwd: tmpdir() });
    expect(status).toBe(0);
    const recipes = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).recipe);
    expect(recipes.map(({ task, strength }) => [task, strength])).toEqual([
      ['image-to-image', 0.5],
      ['image-to-image', 0.5],
      ['inpainting', 1],
      ['text-to-image', null],
    ]);
    const lines = readFileSync(join(out, 'manifest.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).edit)).toEqual([
      ...[0, 1].map(() => ({
        initImage: 'film.png',
        mask: null,
        strength: 0.5,
        sourceImage: recipes[0].sourceImage,
        maskImage: null,
      })),
      {
        initImage: 'film.dcm',
        mask: 'mask.png',
        strength: 1,
        sourceImage: recipes[0].sourceImage,
        maskImage: recipes[2].maskImage,
      },
      null,
    ]);
  });

  it('goes on, and is refused once a film has changed', async () => {
    const moving = write('moving.png', encodeGrey8Png(RAMP, SIDE, SIDE));
    const file = table('moving.csv', 'prompt,init_image\nEdema.,moving.png\n');
    const out = newFolder();
    expect((await lightbox(args(out, file))).status).toBe(0);
    const before = snapshot(out);
    expect((await lightbox([...args(out, file), '--resume'])).stdout).toBe('');
    writeFileSync(
      moving,
      encodeGrey8Png(
        RAMP.map((value) => value ^ 1),
        SIDE,
        SIDE,
      ),
    );
    const says = 'holds images of row 1 from another moving.png: it has changed since';
    await expectRefused([...args(out, file), '--resume'], says, out);
    expect(snapshot(out)).toEqual(before);
  });

  it('names every row whose film cannot be edited', async () => {
    const rows = ['none.png,,', 'film.png,ones.png,', 'film.png,,0.01', 'film.png,,'];
    const file = table(
      'bad.csv',
      `prompt,init_image,mask,strength\n${rows.map((row) => `Edema.,${row}\n`).join('')}`,
    );
    const out = newFolder();
    const bare = [...BASIC, '--table', file, '--out', out];
    const { status, stderr } = await lightbox(bare);
    expect(status).toBe(2);
    const lines = stderr.trimEnd().split('\n');
    const says = [
      'row 1 (line 2), column "strength": the film needs one; fill the cell or name --strength for all rows.',
      'row 1 (line 2), column "init_image": none.png: it does not exist.',
      'row 2 (line 3), column "strength": ',
      'row 2 (line 3), column "init_image": ones.png: it marks nothing',
      'row 3 (line 4): 4 steps at strength 0.01',
      'row 4 (line 5), column "strength": ',
      'bad.csv: 6 faults in 4 rows; nothing was drawn.',
    ];
    expect(lines).toHaveLength(says.length);
    says.forEach((text, index) => {
      expect(lines[index]).toContain(text);
    });
    expect(snapshot(out)).toBeNull();
  });
});
