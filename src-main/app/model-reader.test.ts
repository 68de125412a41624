import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ModelReader } from './model-reader.ts';
import { TINY_MODEL } from './testing/test-models.ts';

const work = mkdtempSync(path.join(tmpdir(), 'lightbox-reader-'));
const reader = new ModelReader(fileURLToPath(new URL('./model-reading-worker.ts', import.meta.url)));
afterAll(async () => {
  await reader.dispose();
  rmSync(work, { recursive: true, force: true });
});

const copyOf = (name: string): string => {
  const folder = path.join(work, name);
  cpSync(TINY_MODEL, folder, { recursive: true });
  return folder;
};

describe('the reader of models', () => {
  it('says what a folder is without a look at its weights', async () => {
    expect(await reader.facts(TINY_MODEL)).toEqual({
      demonstration: false,
      widthPx: 64,
      heightPx: 64,
      maxTokens: 77,
      defaults: { steps: 50, guidanceScale: 7.5, scheduler: 'pndm', negativePrompt: '' },
      examplePrompts: [],
    });
  });

  it('counts tokens, and names words that the training never covered at their places', async () => {
    const folder = copyOf('with-words');
    writeFileSync(path.join(folder, 'training_words.json'), '["right", "effusion"]');
    const report = await reader.reportOn(folder, 'first', 'Right giraffe effusion');
    expect(report.maxTokens).toBe(77);
    expect(report.tokenCount).toBeGreaterThan(5);
    expect(report.uncoveredWords).toEqual([{ word: 'giraffe', start: 6, end: 13 }]);
    expect(await reader.reportOn(TINY_MODEL, 'other', 'giraffe')).toMatchObject({ uncoveredWords: [] });
  });

  it('keeps what it read under its key, and reads anew under another', async () => {
    const folder = copyOf('renewed');
    const words = path.join(folder, 'training_words.json');
    writeFileSync(words, '["right"]');
    const uncovered = async (key: string) =>
      (await reader.reportOn(folder, key, 'right left')).uncoveredWords;
    expect(await uncovered('registered once')).toHaveLength(1);
    writeFileSync(words, '["right", "left"]');
    expect(await uncovered('registered once')).toHaveLength(1);
    expect(await uncovered('registered anew')).toEqual([]);
  });

  it('names the file of a folder that cannot be read, and goes on with the next', async () => {
    const folder = copyOf('broken');
    rmSync(path.join(folder, 'unet', 'config.json'));
    const [broken, sound] = await Promise.allSettled([
      reader.reportOn(folder, 'broken', 'right'),
      reader.reportOn(TINY_MODEL, 'sound', 'right'),
    ]);
    expect(broken).toMatchObject({
      status: 'rejected',
      reason: { code: 'MODEL_INVALID', details: { file: 'unet/config.json' } },
    });
    expect(sound).toMatchObject({ status: 'fulfilled' });
  });
});
