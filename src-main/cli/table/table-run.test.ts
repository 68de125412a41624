import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recipeSchema } from '../../../src-core/diffusion/recipe.ts';
import { expectRefused, lightbox, snapshot, TINY_MODEL } from '../test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-table-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;
const newFolder = (): string => join(scratch, `out-${folders++}`);
function tableOf(text: string): string {
  const file = join(scratch, `table-${folders++}.csv`);
  writeFileSync(file, text);
  return file;
}

const outputSchema = z.strictObject({
  file: z.string(),
  row: z.int(),
  image: z.int(),
  id: z.string().nullable(),
  seed: z.int(),
  sha256: z.string(),
  recipe: recipeSchema,
  elapsedMs: z.int(),
});
const linesOf = (stdout: string): z.infer<typeof outputSchema>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => outputSchema.parse(JSON.parse(line)));

/** Eight images of five rows, whose seeds come from the row and from the base seed. */
const TABLE = tableOf(
  'prompt,id,count,seed,site\n' +
    'No finding.,a,2,,north\n' +
    '"Edema, mild.\u2028Cardiomegaly.",b/2,1,77,"south, ""x"""\n' +
    'Effusion.,,,,\n' +
    'Pneumonia.,d,3,4000000000,\n' +
    'Nodule.,e,,,west\n',
);
const IMAGES = 8;
const BASIC = ['generate', '--model', TINY_MODEL, '--steps', '2', '--seed', '5', '--table', TABLE];
const tableArgs = (out: string, ...more: string[]): string[] => [...BASIC, '--out', out, '--json', ...more];

/** What the undivided, undisturbed run writes: all others are compared with it. */
const whole = join(scratch, 'whole');
let drawn: z.infer<typeof outputSchema>[] = [];
beforeAll(async () => {
  const { status, stdout, stderr } = await lightbox(tableArgs(whole));
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  drawn = linesOf(stdout);
});

describe('lightbox generate --table', () => {
  it('draws every row with seeds of its own or of the base seed, its row and its image', () => {
    expect(drawn.map(({ row, image, id, seed }) => [row, image, id, seed])).toEqual([
      [1, 0, 'a', 5],
      [1, 1, 'a', 6],
      [2, 0, 'b/2', 77],
      [3, 0, null, 2005],
      [4, 0, 'd', 4_000_000_000],
      [4, 1, 'd', 4_000_000_001],
      [4, 2, 'd', 4_000_000_002],
      [5, 0, 'e', 4005],
    ]);
    const names = readdirSync(whole).filter((name) => name.endsWith('.png'));
    expect(names.sort()).toEqual(drawn.map(({ file }) => file.slice(whole.length + 1)));
    expect(names[2]).toMatch(/^000002-000-b_2-0000000077-[0-9a-f]{8}\.png$/);
  });

  it('writes a line for each image into the manifest, with the columns that it does not know', () => {
    const lines = readFileSync(join(whole, 'manifest.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(IMAGES);
    const entry = JSON.parse(lines[2] ?? '');
    expect(entry).toMatchObject({
      row: 2,
      image: 0,
      id: 'b/2',
      prompt: 'Edema, mild.\u2028Cardiomegaly.',
      seed: 77,
      sha256: drawn[2]?.sha256,
      fileSha256: snapshot(whole)?.[entry.file],
      edit: null,
      columns: { site: 'south, "x"' },
    });
  });

  it('gives each image as its prompt and seed give it alone', async () => {
    const single = [
      'generate',
      '--model',
      TINY_MODEL,
      '--steps',
      '2',
      '--prompt',
      'Effusion.',
      '--seed',
      '2005',
    ];
    const { stdout } = await lightbox([...single, '--out', newFolder(), '--json']);
    expect(JSON.parse(stdout).sha256).toBe(drawn[3]?.sha256);
  });

  it('shards together equal one run byte for byte, their sorted manifests its manifest', async () => {
    const apart = newFolder();
    const images: Record<string, string> = {};
    let lines: string[] = [];
    for (const shard of ['1/3', '2/3', '3/3']) {
      const out = join(apart, shard.replace('/', '-'));
      const { status } = await lightbox(tableArgs(out, '--shard', shard));
      expect(status).toBe(0);
      for (const [name, hash] of Object.entries(snapshot(out) ?? {}))
        if (name.endsWith('.png')) images[name] = hash;
      const manifest = readFileSync(join(out, `manifest-${shard.replace('/', '-of-')}.jsonl`), 'utf8');
      lines = [...lines, ...manifest.trimEnd().split('\n')];
    }
    const { 'manifest.jsonl': manifest, 'run.json': _, ...expected } = snapshot(whole) ?? {};
    expect(images).toEqual(expected);
    expect(`${lines.sort().join('\n')}\n`).toBe(readFileSync(join(whole, 'manifest.jsonl'), 'utf8'));
    expect(manifest).toBeDefined();
  });

  it('lets shards that share a folder begin at the same time', async () => {
    const out = newFolder();
    const runs = await Promise.all(
      ['1/2', '2/2'].map((shard) => lightbox(tableArgs(out, '--shard', shard, '--resume'))),
    );
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const names = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.png'));
    expect(names(out).sort()).toEqual(names(whole).sort());
    expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('takes what a row says before options, options before the preset, the preset before the model', async () => {
    const table = tableOf('prompt,steps,guidance,scheduler,negative\nEdema.,,,,\nEdema.,2,5,ddim,blurred\n');
    const args = ['generate', '--model', TINY_MODEL, '--table', table, '--seed', '1', '--json'];
    const more = ['--preset', 'roentgen-v2', '--steps', '3', '--out', newFolder()];
    const { stdout } = await lightbox([...args, ...more]);
    const settings = linesOf(stdout).map(({ recipe }) => [
      recipe.steps,
      recipe.guidanceScale,
      recipe.scheduler,
      recipe.negativePrompt,
    ]);
    expect(settings).toEqual([
      [3, 3, 'pndm', ''],
      [2, 5, 'ddim', 'blurred'],
    ]);
  });
});

describe('lightbox generate --table --resume', () => {
  /** A folder as a run leaves it that is killed once `lines` images have been printed. */
  async function killedAfter(lines: number): Promise<{ out: string; printed: string[] }> {
    const out = newFolder();
    const { stdout } = await lightbox(tableArgs(out), {
      onOutput: (child, text) => {
        if (text.split('\n').length > lines) child.kill('SIGKILL');
      },
    });
    // What was printed after the kill was decided counts too: it had been written before.
    return { out, printed: stdout.split('\n').slice(0, -1) };
  }

  const resume = (out: string) => lightbox(tableArgs(out, '--resume'));

  it.each([1, 3, 6])(
    'goes on after kill -9 behind image %i: nothing twice, nothing broken',
    async (lines) => {
      const { out, printed } = await killedAfter(lines);
      const before = linesOf(printed.join('\n')).map(({ file }) => file);
      const { status, stdout } = await resume(out);
      expect(status).toBe(0);
      const after = linesOf(stdout).map(({ file }) => file);
      expect(new Set([...before, ...after]).size).toBe(before.length + after.length);
      expect(snapshot(out)).toEqual(snapshot(whole));
    },
  );

  /** The whole run, as a kill or a hand may have left it. */
  function leftBehind(change: (out: string, names: string[]) => void): string {
    const out = newFolder();
    cpSync(whole, out, { recursive: true });
    change(
      out,
      drawn.map(({ file }) => file.slice(whole.length + 1)),
    );
    return out;
  }
  const manifestOf = (out: string): string => join(out, 'manifest.jsonl');
  function cutLines(out: string, keep: (line: string, index: number) => boolean): void {
    const lines = readFileSync(manifestOf(out), 'utf8').trimEnd().split('\n');
    writeFileSync(
      manifestOf(out),
      lines
        .filter(keep)
        .map((line) => `${line}\n`)
        .join(''),
    );
  }

  it.each([
    {
      what: 'an image that was written and not yet recorded is taken over',
      change: (out: string) => cutLines(out, (_, index) => index < IMAGES - 1),
      drawnAgain: [],
    },
    {
      what: 'a line that was cut off is written again, its image not',
      change: (out: string) => {
        const text = readFileSync(manifestOf(out), 'utf8');
        writeFileSync(manifestOf(out), text.slice(0, -40));
      },
      drawnAgain: [],
    },
    {
      what: 'a half-written file is removed',
      change: (out: string, names: string[]) => {
        cutLines(out, (_, index) => index < IMAGES - 1);
        rmSync(join(out, names[IMAGES - 1] ?? ''));
        writeFileSync(join(out, '.writing-000005-000.tmp'), 'half');
      },
      drawnAgain: [IMAGES - 1],
    },
    {
      what: 'images that are missing or changed are drawn again, in their place of the manifest',
      change: (out: string, names: string[]) => {
        rmSync(join(out, names[1] ?? ''));
        appendFileSync(join(out, names[3] ?? ''), 'x');
      },
      drawnAgain: [1, 3],
    },
    {
      what: 'an unrecorded file that is not what the run writes is drawn again',
      change: (out: string, names: string[]) => {
        cutLines(out, (_, index) => index !== 2);
        cpSync(join(out, names[4] ?? ''), join(out, names[2] ?? ''));
      },
      drawnAgain: [2],
    },
    {
      what: 'a line that was changed by hand is not believed',
      change: (out: string) => {
        const text = readFileSync(manifestOf(out), 'utf8');
        writeFileSync(manifestOf(out), text.replace('"site":"north"', '"site":"south"'));
      },
      drawnAgain: [],
    },
    { what: 'a run that is complete is left as it is', change: () => undefined, drawnAgain: [] },
  ])('$what', async ({ change, drawnAgain }) => {
    const out = leftBehind(change);
    const { status, stdout, stderr } = await resume(out);
    expect(status).toBe(0);
    const places = linesOf(stdout).map(({ file }) => file.slice(out.length + 1));
    expect(places).toEqual(drawnAgain.map((index) => drawn[index]?.file.slice(whole.length + 1)));
    expect(snapshot(out)).toEqual(snapshot(whole));
    expect(stderr).toMatch(/^lightbox: \d of 8 images are there[^\n]*\n$/);
  });

  it('begins where nothing is there yet, and takes the seed that the run drew', async () => {
    const out = newFolder();
    const args = [
      'generate',
      '--model',
      TINY_MODEL,
      '--steps',
      '2',
      '--table',
      TABLE,
      '--out',
      out,
      '--resume',
    ];
    expect((await lightbox(args)).status).toBe(0);
    const first = snapshot(out);
    expect((await lightbox(args)).status).toBe(0);
    expect(snapshot(out)).toEqual(first);
  });

  it.each([
    {
      what: 'another seed',
      more: ['--resume', '--seed', '6'],
      says: 'holds another run: seed was 5 and is 6',
    },
    { what: 'other steps', more: ['--resume', '--steps', '3'], says: 'steps was 2 and is 3' },
    {
      what: 'another guidance',
      more: ['--resume', '--guidance', '2'],
      says: 'guidanceScale was 7.5 and is 2',
    },
    { what: 'a shard', more: ['--resume', '--shard', '1/2'], says: 'the number of shards was 1 and is 2' },
    {
      what: 'another table',
      more: ['--resume', '--table', tableOf('prompt\nEdema.\n')],
      says: 'the table has changed',
    },
    { what: 'no --resume', more: [], says: 'holds this run already. Add --resume' },
  ])('is refused with $what', async ({ more, says }) => {
    await expectRefused(tableArgs(whole, ...more), says, whole);
  });

  it('is refused with a model whose file has changed, naming the file', async () => {
    const model = join(newFolder(), 'tiny-sd');
    cpSync(TINY_MODEL, model, { recursive: true });
    appendFileSync(join(model, 'scheduler', 'scheduler_config.json'), '\n');
    const says = "the model's scheduler/scheduler_config.json changed";
    await expectRefused(tableArgs(whole, '--resume', '--model', model), says, whole);
  });

  it('is refused where a process of this machine draws into the folder', async () => {
    const out = leftBehind((folder) => {
      const lock = join(folder, '.lock-manifest.jsonl');
      writeFileSync(lock, JSON.stringify({ host: hostname(), process: process.pid }));
    });
    await expectRefused(tableArgs(out, '--resume'), `Process ${process.pid} of`, out);
  });

  it('is refused for a manifest without the record of its run, and for a record that is none', async () => {
    const bare = leftBehind((out) => rmSync(join(out, 'run.json')));
    await expectRefused(tableArgs(bare, '--resume'), 'without the record of its run', bare);
    const broken = leftBehind((out) => writeFileSync(join(out, 'run.json'), '{}'));
    await expectRefused(tableArgs(broken, '--resume'), 'is no record of a run', broken);
  });
});

describe('lightbox generate --table refuses with status 2 and nothing drawn', () => {
  it('names every bad row and counts the faults', async () => {
    const table = tableOf('prompt,seed,scheduler\n,1,\nEdema.,x,\nEdema.,,heun\n');
    const out = newFolder();
    const { status, stdout, stderr } = await lightbox([...BASIC, '--table', table, '--out', out]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines.every((line) => line.startsWith('lightbox: '))).toBe(true);
    expect(lines.map((line) => /row \d \(line \d\), column "\w+"/.exec(line)?.[0])).toEqual([
      'row 1 (line 2), column "prompt"',
      'row 2 (line 3), column "seed"',
      'row 3 (line 4), column "scheduler"',
      undefined,
    ]);
    expect(lines[3]).toContain('3 faults in 3 rows; nothing was drawn. (CSV_INVALID)');
    expect(snapshot(out)).toBeNull();
  });

  it.each([
    { what: 'a missing table', table: () => join(scratch, 'none.csv'), says: 'none.csv: it does not exist' },
    { what: 'a folder', table: () => scratch, says: 'it is a folder' },
    { what: 'an empty table', table: () => tableOf(''), says: 'it is empty' },
    { what: 'no prompts', table: () => tableOf('text\nx\n'), says: 'column "prompt": the column is missing' },
    {
      what: 'more steps than the model was trained on',
      table: () => tableOf('prompt,steps\nEdema.,\nEdema.,1000\n'),
      says: 'row 2 (line 3): 1000 steps cannot be made',
    },
    {
      what: 'a film for a model that cannot edit',
      table: () => tableOf('prompt,init_image,strength\nEdema.,none.png,0.5\n'),
      says: 'The model tiny-sd cannot edit films',
    },
  ])('$what', async ({ table, says }) => {
    const out = newFolder();
    await expectRefused([...BASIC, '--table', table(), '--out', out], says, out);
  });

  it.each([
    { what: 'a shard beyond the whole', more: ['--shard', '4/3'], says: '--shard takes a part of a whole' },
    { what: 'a shard without a whole', more: ['--shard', '2'], says: '--shard takes' },
    { what: 'a film for all rows', more: ['--init-image', 'a.png'], says: 'the column "init_image"' },
    {
      what: 'too many images a row',
      more: ['--count', '1001'],
      says: '--count takes a whole number from 1 to 1000',
    },
  ])('$what', async ({ more, says }) => {
    const out = newFolder();
    await expectRefused(tableArgs(out, ...more), says, out);
  });

  it('shards that could not agree on seeds', async () => {
    const out = newFolder();
    const args = ['generate', '--model', TINY_MODEL, '--table', TABLE, '--out', out, '--shard', '1/2'];
    await expectRefused(args, '--shard needs --seed', out);
  });
});
