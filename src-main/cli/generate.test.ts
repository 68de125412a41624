import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recipeSchema } from '../../src-core/diffusion/recipe.ts';
import { RECIPE_TEXT_KEYWORD } from '../../src-core/diffusion/recipe-text.ts';
import { readPngText } from '../files/png.ts';
import { expectRefused, lightbox, lightboxHere, TINY_MODEL } from './test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-cli-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;
const newFolder = (): string => join(scratch, `out-${folders++}`);

const line = z.strictObject({
  file: z.string(),
  seed: z.int(),
  sha256: z.string(),
  recipe: recipeSchema,
  elapsedMs: z.int().nonnegative(),
});
const linesOf = (stdout: string): z.infer<typeof line>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)));

const WANTED = ['generate', '--model', TINY_MODEL, '--prompt', 'no finding', '--steps', '3'];

async function draw(out: string, ...more: string[]): Promise<z.infer<typeof line>[]> {
  const { status, stdout, stderr } = await lightbox([...WANTED, '--out', out, '--json', ...more]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return linesOf(stdout);
}

describe('lightbox generate', () => {
  it('writes each image as a PNG with its recipe and prints one JSON object for it', async () => {
    const out = newFolder();
    const images = await draw(out, '--seed', '7', '--count', '2', '--guidance', '2.5', '--scheduler', 'ddim');
    expect(images.map(({ seed }) => seed)).toEqual([7, 8]);
    expect(readdirSync(out).sort()).toEqual(images.map(({ file }) => basename(file)).sort());
    for (const { file, sha256, recipe, seed } of images) {
      const bytes = readFileSync(file);
      const png = decode(bytes, { checkCrc: true });
      expect([png.width, png.height, png.channels, png.depth]).toEqual([64, 64, 1, 8]);
      expect(createHash('sha256').update(png.data).digest('hex')).toBe(sha256);
      expect(JSON.parse(readPngText(bytes)[RECIPE_TEXT_KEYWORD] ?? '')).toEqual(recipe);
      expect(recipe).toMatchObject({
        seed,
        steps: 3,
        guidanceScale: 2.5,
        scheduler: 'ddim',
        prompt: 'no finding',
      });
    }
  });

  it('writes the same bytes under the same names again, whatever the time of day', async () => {
    const [first, second] = [newFolder(), newFolder()];
    await draw(first, '--seed', '3', '--count', '2');
    await draw(second, '--seed', '3', '--count', '2');
    const names = readdirSync(first).sort();
    expect(readdirSync(second).sort()).toEqual(names);
    for (const name of names) {
      expect(readFileSync(join(second, name)).equals(readFileSync(join(first, name)))).toBe(true);
    }
  });

  it('draws the images of a batch as the same seeds give them singly', async () => {
    const batch = await draw(newFolder(), '--seed', '20', '--count', '2');
    const [single] = await draw(newFolder(), '--seed', '21');
    expect(single?.sha256).toBe(batch[1]?.sha256);
    expect(single?.sha256).not.toBe(batch[0]?.sha256);
  });

  it('draws a seed where none is given, and prints it', async () => {
    const [image] = await draw(newFolder());
    const [again] = await draw(newFolder(), '--seed', String(image?.seed));
    expect(again?.sha256).toBe(image?.sha256);
  });

  it('keeps images of another recipe in the same folder', async () => {
    const out = newFolder();
    await draw(out, '--seed', '1');
    await draw(out, '--seed', '1', '--negative', 'edema');
    expect(readdirSync(out)).toHaveLength(2);
  });

  it('prints a line for people without --json, and says what the model did not see', async () => {
    const out = newFolder();
    const long = [
      'generate',
      '--model',
      TINY_MODEL,
      '--prompt',
      'edema '.repeat(120),
      '--steps',
      '1',
      '--seed',
      '4',
    ];
    const { status, stdout, stderr } = await lightbox([...long, '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\S+\.png {2}seed 4 {2}\d+\.\d s {2}sha256 [0-9a-f]{64}\n$/);
    expect(stderr).toMatch(/^lightbox: the model did not see the end of the prompt: "edema/);
  });

  it('finds models by name under LIGHTBOX_MODELS', async () => {
    const args = [
      'generate',
      '--model',
      'tiny-sd',
      '--prompt',
      'edema',
      '--steps',
      '1',
      '--out',
      newFolder(),
    ];
    const { status } = await lightbox(args, { env: { LIGHTBOX_MODELS: join(TINY_MODEL, '..') } });
    expect(status).toBe(0);
  });

  it('ends at Ctrl+C with 130, whole files only and the engine gone', async () => {
    const out = newFolder();
    const { status, stdout, stderr } = await lightbox(
      [...WANTED, '--out', out, '--json', '--count', '1000', '--seed', '0'],
      { onOutput: (child) => child.kill('SIGINT') },
    );
    expect({ status, stderr }).toEqual({ status: 130, stderr: 'lightbox: Interrupted.\n' });
    const written = readdirSync(out).map((name) => join(out, name));
    expect(written.sort()).toEqual(
      linesOf(stdout)
        .map(({ file }) => file)
        .sort(),
    );
    for (const file of written) expect(() => decode(readFileSync(file), { checkCrc: true })).not.toThrow();
  });
});

describe('lightbox generate refuses with one line, status 2 and nothing written', () => {
  const changed = (option: string, value: string): string[] => {
    const args = [...WANTED];
    const place = args.indexOf(option);
    if (place < 0) return [...args, option, value];
    args[place + 1] = value;
    return args;
  };
  const without = (option: string): string[] => {
    const place = WANTED.indexOf(option);
    return [...WANTED.slice(0, place), ...WANTED.slice(place + 2)];
  };

  it.each([
    { what: 'an unknown option', args: [...WANTED, '--sampler', 'ddim'], says: "unknown option '--sampler'" },
    { what: 'a further argument', args: [...WANTED, 'more'], says: 'too many arguments' },
    { what: 'no model', args: without('--model'), says: "'--model <name|dir>' not specified" },
    { what: 'no prompt', args: without('--prompt'), says: 'name a prompt with --prompt, or a table' },
    { what: 'a blank prompt', args: changed('--prompt', ' '), says: '--prompt is empty' },
    { what: 'a prompt without end', args: changed('--prompt', 'x'.repeat(4001)), says: 'longer than 4000' },
    {
      what: 'a missing model',
      args: changed('--model', 'no-such'),
      says: 'no model and no folder "no-such"',
    },
    {
      what: 'a folder that is no model',
      args: changed('--model', tmpdir()),
      says: 'model_index.json is missing',
    },
    { what: 'steps 0', args: changed('--steps', '0'), says: '--steps takes a whole number from 1' },
    { what: 'steps NaN', args: changed('--steps', 'NaN'), says: 'not "NaN"' },
    { what: 'steps beyond training', args: changed('--steps', '5000'), says: '--steps takes' },
    { what: 'a fraction of a step', args: changed('--steps', '2.5'), says: 'not "2.5"' },
    { what: 'a count of 0', args: changed('--count', '0'), says: '--count takes' },
    { what: 'too high a count', args: changed('--count', '1000000'), says: '--count takes' },
    { what: 'a negative seed', args: changed('--seed', '-1'), says: '--seed takes' },
    { what: 'a seed above 32 bits', args: changed('--seed', '4294967296'), says: '--seed takes' },
    {
      what: 'a batch that passes the last seed',
      args: [...changed('--seed', '4294967295'), '--count', '2'],
      says: 'passes the last seed',
    },
    { what: 'guidance in words', args: changed('--guidance', 'much'), says: '--guidance takes' },
    { what: 'a negative guidance', args: changed('--guidance', '-3'), says: '--guidance takes' },
    {
      what: 'guidance too high',
      args: changed('--guidance', '31'),
      says: '--guidance takes a number from 0 to 30',
    },
    {
      what: 'a rescale above 1',
      args: changed('--guidance-rescale', '1.5'),
      says: '--guidance-rescale takes',
    },
    { what: 'an eta above 1', args: changed('--eta', '2'), says: '--eta takes a number from 0 to 1' },
    {
      what: 'an eta for another scheduler',
      args: [...changed('--eta', '0.5'), '--scheduler', 'pndm'],
      says: '--eta works with the scheduler ddim alone, not with pndm',
    },
    {
      what: 'an unknown preset',
      args: changed('--preset', 'sdxl'),
      says: '--preset takes roentgen, roentgen-v2',
    },
    {
      what: 'no threads',
      args: changed('--threads', '0'),
      says: '--threads takes a whole number from 1 to 256',
    },
    {
      what: 'another way of memory',
      args: changed('--memory', 'disk'),
      says: '--memory takes resident, in-turn',
    },
    { what: 'a shard of a prompt', args: changed('--shard', '1/2'), says: '--shard belongs to a table' },
    { what: 'resuming a prompt', args: [...WANTED, '--resume'], says: '--resume belongs to a table' },
    { what: 'prompt and table', args: changed('--table', 'a.csv'), says: 'exclude each other' },
    { what: 'a mask without a film', args: changed('--mask', 'm.png'), says: '--mask needs a film to edit' },
    { what: 'a strength without a film', args: changed('--strength', '1'), says: '--strength needs a film' },
    { what: 'a film without strength', args: changed('--init-image', 'f.png'), says: 'needs --strength' },
    {
      what: 'strength 0',
      args: [...changed('--init-image', 'f.png'), '--strength', '0'],
      says: '--strength takes a number above 0 to 1',
    },
    {
      what: 'an unknown scheduler',
      args: changed('--scheduler', 'heun'),
      says: 'pndm, ddim, ddpm, dpmpp-2m',
    },
    {
      what: 'an unknown provider',
      args: changed('--provider', 'npu'),
      says: '--provider takes cpu, webgpu, cuda',
    },
  ])('$what', async ({ args, says }) => {
    const out = newFolder();
    await expectRefused([...args, '--out', out], says, out);
  });

  it('another model than the one whose hash is named', async () => {
    const inspected = await lightbox(['model', 'inspect', TINY_MODEL, '--json']);
    const { sha256 } = JSON.parse(inspected.stdout);
    const [image] = await draw(newFolder(), '--model-sha256', sha256);
    expect(image?.recipe.model.name).toBe('tiny-sd');
    const out = newFolder();
    const other = [...WANTED, '--out', out, '--model-sha256', '0'.repeat(64)];
    await expectRefused(other, `has the SHA-256 ${sha256}, not that of --model-sha256`, out);
    await expectRefused([...WANTED, '--out', out, '--model-sha256', 'f00'], 'takes a SHA-256', out);
  });

  it('a missing --out', async () => {
    const { status, stderr } = await lightboxHere(WANTED);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "lightbox: required option '--out <dir>' not specified\n",
    });
  });

  it.each([
    { what: 'a file in its place', out: () => join(TINY_MODEL, 'model_index.json') },
    { what: 'a file on its way', out: () => join(TINY_MODEL, 'model_index.json', 'deep', 'er') },
    { what: 'a name that is too long', out: () => join(newFolder(), 'deep', 'x'.repeat(300)) },
  ])('an --out folder that cannot be: $what', async ({ out }) => {
    const before = readdirSync(scratch);
    const { status, stdout, stderr } = await lightboxHere([...WANTED, '--out', out()]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^lightbox: [^\n]+ cannot be written: [^\n]+\n$/);
    expect(readdirSync(scratch)).toEqual(before);
  });

  it('an --out folder without permission (root may write everywhere: there a kernel folder)', async () => {
    const locked = newFolder();
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    const out = process.getuid?.() === 0 ? '/proc/lightbox' : join(locked, 'images');
    const { status, stderr } = await lightboxHere([...WANTED, '--out', out]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^lightbox: [^\n]+ cannot be written: [^\n]+\n$/);
    expect(readdirSync(locked)).toEqual([]);
  });

  it('a provider this machine lacks takes back the folders made for it', async () => {
    const top = newFolder();
    const { providers } = JSON.parse((await lightbox(['doctor', '--json'])).stdout);
    const webgpu = providers.find(({ name }: { name: string }) => name === 'webgpu');
    const { status, stderr } = await lightbox([
      ...WANTED,
      '--provider',
      'webgpu',
      '--out',
      join(top, 'a', 'b'),
    ]);
    expect(status).toBe(webgpu.available ? 0 : 2);
    expect(stderr).toBe(
      webgpu.available
        ? ''
        : `lightbox: The provider webgpu does not work on this machine: ${webgpu.reason}. Use the provider cpu. (PROVIDER_UNAVAILABLE)\n`,
    );
    expect(statSync(top, { throwIfNoEntry: false }) !== undefined).toBe(webgpu.available);
  });
});
