import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recipe, recipeSchema } from '../../../src-core/diffusion/recipe.ts';
import { RECIPE_TEXT_KEYWORD, recipePngText } from '../../../src-core/diffusion/recipe-text.ts';
import { unpackModelFolders } from '../../../tools/goldens/pipeline-data.ts';
import { encodeGrey8Png, encodeGrey16Png } from '../../files/png.ts';
import { type CliResult, lightbox, lightboxHere, TINY_MODEL } from '../test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-verify-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let files = 0;
const newPath = (suffix = ''): string => join(scratch, `${files++}${suffix}`);

interface Made {
  readonly file: string;
  readonly recipe: Recipe;
  readonly pixels: Uint8Array;
}

async function draw(model: string, ...more: string[]): Promise<Made> {
  const args = ['generate', '--model', model, '--prompt', 'Edema.', '--steps', '2', '--seed', '3'];
  const { status, stdout } = await lightbox([...args, '--out', newPath(), '--json', ...more]);
  expect(status).toBe(0);
  const { file, recipe } = JSON.parse(stdout);
  return {
    file,
    recipe: recipeSchema.parse(recipe),
    pixels: Uint8Array.from(decode(readFileSync(file)).data),
  };
}

/** The picture of `made` with another recipe or other pixels. */
function changed({ recipe, pixels }: Made, change: Partial<Recipe>, newPixels = pixels): string {
  const file = newPath('.png');
  const text = recipePngText({ ...recipe, ...change });
  writeFileSync(file, encodeGrey8Png(newPixels, recipe.widthPixels, recipe.heightPixels, text));
  return file;
}

const verify = (file: string, ...more: string[]): Promise<CliResult> =>
  lightbox(['verify', file, '--model', TINY_MODEL, '--json', ...more]);

let made: Made;
beforeAll(async () => {
  made = await draw(TINY_MODEL);
});

describe('lightbox verify', () => {
  it('reads the recipe of a DICOM file too', async () => {
    const file = newPath('.dcm');
    expect((await lightboxHere(['dicom', 'write', made.file, '--out', file])).status).toBe(0);
    const { status, stdout } = await verify(file);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ file, verdict: 'identical', recipe: made.recipe });
  });

  it('finds an image identical that the same machine makes again', async () => {
    const { status, stdout, stderr } = await verify(made.file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      file: made.file,
      verdict: 'identical',
      largestDifference: 0,
      meanDifference: 0,
      differingPixels: 0,
      largestAt: null,
      tolerance: { largestDifference: 8, meanDifference: 0.5 },
      recipe: made.recipe,
      differences: [],
    });
    expect(report.sha256File).toBe(report.sha256Again);
  });

  it('finds the model by its files where its folder has another name', async () => {
    const models = newPath();
    cpSync(TINY_MODEL, join(models, 'renamed'), { recursive: true });
    const { status, stdout } = await lightbox(['verify', made.file], { env: { LIGHTBOX_MODELS: models } });
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /: identical \(sha256 [0-9a-f]{64}\)\n {2}model name: recorded tiny-sd; here renamed\n$/,
    );
  });

  it('says how far a picture is that differs a little, and what else was recorded than is here', async () => {
    const pixels = made.pixels.map((value, index) => (index === 130 ? value ^ 4 : value));
    const file = changed(made, { onnxruntimeVersion: '1.29.0', provider: 'coreml' }, pixels);
    const { status, stdout } = await verify(file);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'within tolerance',
      largestDifference: 4,
      meanDifference: 4 / 4096,
      differingPixels: 1,
      largestAt: { x: 2, y: 2 },
      differences: [
        { what: 'provider', recorded: 'coreml', here: 'cpu' },
        { what: 'onnxruntime', recorded: '1.29.0', here: made.recipe.onnxruntimeVersion },
      ],
    });
  });

  it('finds pixels that were changed, and a recipe of another picture, different with status 1', async () => {
    const painted = made.pixels.map((value, index) => (index < 5 ? 255 - value : value));
    const paint = await lightbox(['verify', changed(made, {}, painted), '--model', TINY_MODEL]);
    expect(paint.status).toBe(1);
    expect(paint.stdout).toMatch(/: different \(largest difference \d+ of 255 at column \d, row 0, mean /);
    const other = await verify(changed(made, { seed: 4 }));
    expect([other.status, JSON.parse(other.stdout).verdict]).toEqual([1, 'different']);
  });

  it('reads recipes of format 1', async () => {
    const {
      task: _,
      guidanceRescale: __,
      eta: ___,
      maskImage: ____,
      processor: _____,
      ...rest
    } = made.recipe;
    const file = newPath('.png');
    const text = { [RECIPE_TEXT_KEYWORD]: JSON.stringify({ ...rest, formatVersion: 1 }) };
    writeFileSync(file, encodeGrey8Png(made.pixels, 64, 64, text));
    const { status, stdout } = await verify(file);
    expect([status, JSON.parse(stdout).verdict]).toEqual([0, 'identical']);
  });
});

describe('lightbox verify of an edit', () => {
  let grey: string;
  let film: string;
  let mask: string;
  let edit: Made;
  beforeAll(async () => {
    const models = newPath();
    unpackModelFolders(models, ['grey']);
    grey = join(models, 'grey');
    const side = 80;
    const ramp = Uint8Array.from({ length: side * side }, (_, index) => (index * 7) % 251);
    [film, mask] = [newPath('.png'), newPath('.png')];
    writeFileSync(film, encodeGrey8Png(ramp, side, side));
    writeFileSync(
      mask,
      encodeGrey8Png(
        ramp.map((_, index) => (index < 3200 ? 255 : 0)),
        side,
        side,
      ),
    );
    edit = await draw(grey, '--init-image', film, '--mask', mask, '--strength', '0.8', '--steps', '4');
  });
  const verifyEdit = (...more: string[]): Promise<CliResult> =>
    lightbox(['verify', edit.file, '--model', grey, '--json', ...more]);

  it('makes it again from the film and the mask that its recipe names by their hashes', async () => {
    expect(edit.recipe).toMatchObject({ task: 'inpainting', strength: 0.8 });
    const { status, stdout } = await verifyEdit('--init-image', film, '--mask', mask);
    expect([status, JSON.parse(stdout).verdict]).toEqual([0, 'identical']);
  });

  it.each([
    { what: 'without the film', more: () => [], says: 'was made from a film; name it with --init-image' },
    { what: 'without the mask', more: () => ['--init-image', film], says: 'was made with a mask' },
    {
      what: 'with another film',
      more: () => ['--init-image', mask, '--mask', mask],
      says: 'is not what',
    },
    {
      what: 'with a film that is missing',
      more: () => ['--init-image', 'none.png', '--mask', mask],
      says: 'none.png: it does not exist',
    },
  ])('is refused $what', async ({ more, says }) => {
    await refused(['verify', edit.file, '--model', grey, ...more()], says);
  });
});

async function refused(args: readonly string[], says: string): Promise<void> {
  const { status, stdout, stderr } = await lightboxHere(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^lightbox: [^\n]+\n$/);
  expect(stderr).toContain(says);
}

describe('lightbox verify refuses with one line and status 2', () => {
  const png = (text: Record<string, string>): string => {
    const file = newPath('.png');
    writeFileSync(file, encodeGrey8Png(made.pixels, 64, 64, text));
    return file;
  };
  const withRecipe = (recipe: object): string => png({ [RECIPE_TEXT_KEYWORD]: JSON.stringify(recipe) });

  it.each([
    { what: 'a missing file', file: () => 'none.png', says: 'none.png: it does not exist' },
    { what: 'a folder', file: () => scratch, says: 'it is a folder' },
    {
      what: 'another kind of file',
      file: () => join(TINY_MODEL, 'model_index.json'),
      says: 'it is neither PNG nor DICOM',
    },
    { what: 'a PNG without a recipe', file: () => png({}), says: 'it holds no recipe' },
    {
      what: 'a recipe that is no JSON',
      file: () => png({ [RECIPE_TEXT_KEYWORD]: '{' }),
      says: 'its recipe is broken: it is no JSON',
    },
    {
      what: 'a recipe that lacks a field',
      file: () => withRecipe({ ...made.recipe, steps: undefined }),
      says: 'its recipe is broken: steps: ',
    },
    {
      what: 'a recipe of a later version',
      file: () => withRecipe({ ...made.recipe, formatVersion: 9 }),
      says: 'format 9 of a later version',
    },
    {
      what: 'a recipe that cannot be followed',
      file: () => withRecipe({ ...made.recipe, seed: 2 ** 33 }),
      says: 'its recipe cannot be followed: seed: ',
    },
    {
      what: 'a recipe of a picture of another size',
      file: () => withRecipe({ ...made.recipe, widthPixels: 128 }),
      says: 'its picture has 64 x 64 pixels, its recipe made 128 x 64',
    },
    {
      what: 'a picture of 16 bits',
      file: () => {
        const file = newPath('.png');
        const deep = Uint16Array.from(made.pixels, (value) => value * 257);
        writeFileSync(file, encodeGrey16Png(deep, 64, 64, recipePngText(made.recipe)));
        return file;
      },
      says: 'its picture has 16 bits',
    },
    {
      what: 'a PNG that is cut short',
      file: () => {
        const file = newPath('.png');
        writeFileSync(file, readFileSync(made.file).subarray(0, 3000));
        return file;
      },
      says: 'its PNG data is broken',
    },
  ])('$what', async ({ file, says }) => {
    await refused(['verify', file(), '--model', TINY_MODEL], says);
  });

  it('a model that is not here', async () => {
    await refused(['verify', made.file], 'The model tiny-sd that made this image is not here');
    await refused(['verify', made.file, '--model', 'none'], 'There is no model and no folder "none"');
  });

  it('a model whose files are others, naming them', async () => {
    const model = newPath();
    cpSync(TINY_MODEL, model, { recursive: true });
    appendFileSync(join(model, 'unet', 'config.json'), '\n');
    rmSync(join(model, 'tokenizer', 'merges.txt'));
    await refused(['verify', made.file, '--model', model], 'tokenizer/merges.txt, unet/config.json differ');
  });

  it('a recipe whose files would lie outside the model folder', async () => {
    const outside = newPath();
    mkdirSync(outside);
    const model = { ...made.recipe.model, components: { '../secret': '0'.repeat(64) } };
    await refused(
      ['verify', changed(made, { model }), '--model', TINY_MODEL],
      '../secret differs or is missing',
    );
  });

  it('a film for an image that was made from a prompt', async () => {
    await refused(
      ['verify', made.file, '--model', TINY_MODEL, '--init-image', made.file],
      'was made from a prompt alone',
    );
  });

  it('no file, and two of them', async () => {
    await refused(['verify'], "missing required argument 'file'");
    await refused(['verify', 'a.png', 'b.png'], 'too many arguments');
  });

  it('is not misled by a PNG in colour whose channels are equal', async () => {
    const data = Uint8Array.from({ length: 4096 * 3 }, (_, index) => made.pixels[Math.floor(index / 3)] ?? 0);
    const file = newPath('.png');
    const rgb = encode({ width: 64, height: 64, data, depth: 8, channels: 3 });
    writeFileSync(file, rgb);
    await refused(['verify', file], 'it holds no recipe');
  });
});
