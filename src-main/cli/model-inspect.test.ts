import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelDescriptionSchema } from '../../src-core/contract/model-description.ts';
import { lightbox, TINY_MODEL } from './test-cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lightbox-model-inspect-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function broken(name: string, breakIt: (directory: string) => void): string {
  const directory = join(scratch, name);
  cpSync(TINY_MODEL, directory, { recursive: true });
  breakIt(directory);
  return directory;
}

describe('lightbox model inspect', () => {
  it('prints one JSON object, and nothing else', async () => {
    const { status, stdout, stderr } = await lightbox(['model', 'inspect', TINY_MODEL, '--json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { sha256, ...described } = JSON.parse(stdout);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    const model = modelDescriptionSchema.parse(described);
    expect(model).toMatchObject({
      name: 'tiny-sd',
      directory: TINY_MODEL,
      tasks: { 'image-to-image': { possible: false, reason: 'the folder has no vae_encoder/model.onnx' } },
    });
  });

  it('says the same in words, a line for each fact, and takes a name', async () => {
    const { status, stdout, stderr } = await lightbox(['model', 'inspect', 'cxr-demo']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}files +14, 40\.2 MB, as SHA256SUMS states$/m);
    expect(stdout).toContain('a demonstration model');
    expect(stdout).toMatch(/^ {2}UNet +11\.0 M parameters, channels 64 128 192/m);
    expect(stdout).toMatch(/^ {2}image to image +yes$/m);
    expect(stdout).toMatch(/^ {4}[0-9a-f]{64} {2}unet\/model\.onnx {2}\d+$/m);
  });

  it.each<[string, () => string[], string]>([
    ['no command', () => ['model'], 'name a command of model'],
    ['an unknown command', () => ['model', 'paint'], "unknown command 'paint' of model"],
    ['no folder', () => ['model', 'inspect'], "missing required argument 'dir|name'"],
    ['two folders', () => ['model', 'inspect', 'a', 'b'], 'too many arguments'],
    ['an unknown option', () => ['model', 'inspect', '--yaml', 'a'], "unknown option '--yaml'"],
    [
      'neither name nor folder',
      () => ['model', 'inspect', 'nothing'],
      'There is no model and no folder "nothing"',
    ],
    ['a folder of something else', () => ['model', 'inspect', scratch], 'model_index.json is missing'],
    [
      'a graph cut short',
      () => [
        'model',
        'inspect',
        broken('cut', (folder) => truncateSync(join(folder, 'unet/model.onnx'), 2000)),
      ],
      'unet/model.onnx is cut short',
    ],
    [
      'a changed file',
      () => [
        'model',
        'inspect',
        broken('changed', (folder) =>
          writeFileSync(join(folder, 'SHA256SUMS'), `${'0'.repeat(64)}  unet/config.json\n`),
        ),
      ],
      'unet/config.json is not the file that SHA256SUMS states',
    ],
  ])('refuses %s with one line and status 2', async (_name, args, says) => {
    const { status, stdout, stderr } = await lightbox(args());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^lightbox: [^\n]+\n$/);
    expect(stderr).toContain(says);
  });
});
