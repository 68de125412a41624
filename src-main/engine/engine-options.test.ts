import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngineClient, type GenerateRequest, type StepProgress } from './engine-client.ts';
import { describeModel } from './model-folder.ts';
import { neverAborted, quiet, TINY_MODEL, tinyRequest, watchedHost } from './test-engine.ts';

const engine = createEngineClient(watchedHost());
afterAll(() => engine.dispose());

const draw = (
  changes: Partial<GenerateRequest> = {},
  progress: (progress: StepProgress) => void = quiet.progress,
) => engine.generate(tinyRequest(changes), { progress }, neverAborted());

describe('what does not decide the image', () => {
  it.each([
    ['previews of the latents', { preview: { everySteps: 1, decoded: false } }],
    ['decoded previews', { preview: { everySteps: 1, decoded: true } }],
    ['graphs loaded in turn', { memory: 'in-turn' }],
    [
      'graphs loaded in turn, with decoded previews',
      { memory: 'in-turn', preview: { everySteps: 2, decoded: true } },
    ],
  ] as const)('%s: the same bytes', async (_, changes) => {
    const plain = await draw();
    const shown: StepProgress[] = [];
    const image = await draw(changes, (progress) => shown.push(progress));
    expect(image.sha256).toBe(plain.sha256);
    expect(image.recipe).toEqual(plain.recipe);
    if ('preview' in changes) expect(shown.some(({ preview }) => preview !== undefined)).toBe(true);
  });
});

describe('a registered model', () => {
  let folder: string;
  let expectedComponents: Record<string, string>;
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'lightbox-model-')), 'tiny');
    await cp(TINY_MODEL, folder, { recursive: true });
    const { components } = await describeModel(folder);
    expectedComponents = Object.fromEntries(components.map(({ file, sha256 }) => [file, sha256]));
  });
  afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('draws as long as it is as it was registered, and later on names what is not', async () => {
    const request = { modelDir: folder, expectedComponents, steps: 1 };
    await draw(request);
    await write('scheduler/scheduler_config.json', '{"_class_name": "PNDMScheduler"}');
    await write('unet/notes.json', '{}');
    await rm(join(folder, 'tokenizer/special_tokens_map.json'));
    await expect(draw(request)).rejects.toMatchObject({
      code: 'MODEL_CHANGED',
      message: expect.stringContaining(
        '(changed: scheduler/scheduler_config.json; missing: tokenizer/special_tokens_map.json; new: unet/notes.json)',
      ),
    });
    // Without a registration the folder is taken as it is.
    await draw({ modelDir: folder, steps: 1 });
  });
});

it('a folder with SHA256SUMS is compared with it before each image: a changed file is refused by name', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'lightbox-model-')), 'stated');
  await cp(TINY_MODEL, folder, { recursive: true });
  const { components } = await describeModel(folder);
  const lines = components.map(({ file, sha256 }) => `${sha256}  ${file}\n`);
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''));
  const request = { modelDir: folder, steps: 1 };
  await draw(request);
  await writeFile(join(folder, 'scheduler/scheduler_config.json'), '{"_class_name": "PNDMScheduler"}');
  await expect(draw(request)).rejects.toMatchObject({
    code: 'MODEL_CHANGED',
    message: expect.stringContaining('scheduler_config.json is not the file that SHA256SUMS states'),
  });
  await rm(join(folder, '..'), { recursive: true, force: true });
});
