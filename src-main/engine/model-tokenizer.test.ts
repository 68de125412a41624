import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPromptTokenizer } from '../../src-core/diffusion/prompt-tokenizer.ts';
import { unpackModelFolders } from '../../tools/goldens/pipeline-data.ts';
import { readModelFolder } from './model-folder.ts';

/** Sound folders of tools/goldens/make_pipeline_goldens.py; each test changes a copy. */
const scratch = mkdtempSync(join(tmpdir(), 'lightbox-tokenizers-'));
unpackModelFolders(join(scratch, 'sound'), ['sd1', 'bert']);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const copies = { clip: join(scratch, 'clip'), bert: join(scratch, 'bert') };
beforeEach(() => {
  for (const [kind, name] of [
    ['clip', 'sd1'],
    ['bert', 'bert'],
  ] as const) {
    rmSync(copies[kind], { recursive: true, force: true });
    cpSync(join(scratch, 'sound', name), copies[kind], { recursive: true });
  }
});

type Kind = keyof typeof copies;
const pathOf = (kind: Kind, file: string): string => join(copies[kind], 'tokenizer', file);
const jsonSchema = z.record(z.string(), z.unknown());
const readJson = (kind: Kind, file: string) =>
  jsonSchema.parse(JSON.parse(readFileSync(pathOf(kind, file), 'utf8')));
const writeJson = (kind: Kind, file: string, value: unknown): void =>
  writeFileSync(pathOf(kind, file), JSON.stringify(value));
const change = (kind: Kind, file: string, fields: Record<string, unknown>): void =>
  writeJson(kind, file, { ...readJson(kind, file), ...fields });
const bertVocabulary = (): Record<string, number> => {
  const lines = readFileSync(pathOf('bert', 'vocab.txt'), 'utf8').trimEnd().split('\n');
  return Object.fromEntries(lines.map((token, id) => [token, id]));
};
const encode = async (kind: Kind, text: string) =>
  createPromptTokenizer((await readModelFolder(copies[kind])).tokenizer).encode(text);

describe('the tokenizer of a folder', () => {
  it('is WordPiece for the classes of BERT, with its settings', async () => {
    for (const name of [
      'BertTokenizer',
      'BertTokenizerFast',
      'CXRBertTokenizer',
      'DistilBertTokenizerFast',
    ]) {
      change('bert', 'tokenizer_config.json', {
        tokenizer_class: name,
        do_lower_case: false,
        strip_accents: true,
        tokenize_chinese_chars: false,
      });
      const { tokenizer } = await readModelFolder(copies.bert);
      expect(tokenizer).toMatchObject({
        kind: 'wordpiece',
        lowerCase: false,
        stripAccents: true,
        splitIdeographs: false,
      });
    }
  });

  it('is told by its files where nothing names its class', async () => {
    for (const kind of ['clip', 'bert'] as const) {
      change(kind, 'tokenizer_config.json', { tokenizer_class: undefined });
      const index = join(copies[kind], 'model_index.json');
      writeFileSync(index, readFileSync(index, 'utf8').replace(/"(CLIP|Bert)Tokenizer"/, '"AutoTokenizer"'));
      const { tokenizer } = await readModelFolder(copies[kind]);
      expect(tokenizer.kind).toBe(kind === 'clip' ? 'clip' : 'wordpiece');
    }
  });

  it('may be in tokenizer.json alone, as newer exports write it: the same ids', async () => {
    const text = 'Small right effusion, no pneumothorax.';
    const before = { clip: await encode('clip', text), bert: await encode('bert', text) };
    const merges = readFileSync(pathOf('clip', 'merges.txt'), 'utf8').trimEnd().split('\n').slice(1);
    const pairs = merges.map((merge) => merge.split(' '));
    for (const written of [merges, pairs]) {
      const vocab = readJson('clip', 'vocab.json');
      writeJson('clip', 'tokenizer.json', { model: { type: 'BPE', vocab, merges: written } });
      rmSync(pathOf('clip', 'merges.txt'), { force: true });
      cpSync(pathOf('clip', 'vocab.json'), join(scratch, 'vocab.json'));
      rmSync(pathOf('clip', 'vocab.json'));
      expect(await encode('clip', text)).toEqual(before.clip);
      cpSync(join(scratch, 'vocab.json'), pathOf('clip', 'vocab.json'));
    }
    writeJson('bert', 'tokenizer.json', { model: { type: 'WordPiece', vocab: bertVocabulary() } });
    rmSync(pathOf('bert', 'vocab.txt'));
    expect(await encode('bert', text)).toEqual(before.bert);
  });

  it('has the length of the position table where it states no limit', async () => {
    // What transformers writes for "no limit" (VERY_LARGE_INTEGER).
    for (const limit of [1e30, undefined]) {
      change('bert', 'tokenizer_config.json', { model_max_length: limit });
      const { tokenizer, textEncoder } = await readModelFolder(copies.bert);
      expect(tokenizer.maxLength).toBe(textEncoder.positions);
    }
  });

  it('may have lines of Windows in its vocabulary', async () => {
    const before = await encode('bert', 'effusion');
    const text = readFileSync(pathOf('bert', 'vocab.txt'), 'utf8');
    writeFileSync(pathOf('bert', 'vocab.txt'), text.replaceAll('\n', '\r\n'));
    expect(await encode('bert', 'effusion')).toEqual(before);
  });
});

describe('a wrong tokenizer is refused, naming the file', () => {
  it.each<[string, Kind, () => void, string, string]>([
    [
      'of another class',
      'clip',
      () => change('clip', 'tokenizer_config.json', { tokenizer_class: 'T5Tokenizer' }),
      'tokenizer/tokenizer_config.json',
      'the tokenizer T5Tokenizer is not supported here',
    ],
    [
      'of another kind than model_index.json says',
      'clip',
      () => change('clip', 'tokenizer_config.json', { tokenizer_class: 'BertTokenizer' }),
      'tokenizer/tokenizer_config.json',
      'model_index.json says CLIPTokenizer',
    ],
    [
      'with ids that the text encoder does not know (CLIP)',
      'clip',
      () => change('clip', 'vocab.json', { 'ards</w>': 49_407 }),
      'tokenizer/vocab.json',
      'ids up to 49407, and the text encoder knows 664',
    ],
    [
      'with ids that the text encoder does not know (WordPiece)',
      'bert',
      () =>
        writeFileSync(
          pathOf('bert', 'vocab.txt'),
          `${readFileSync(pathOf('bert', 'vocab.txt'), 'utf8')}one\ntwo\n`,
        ),
      'tokenizer/vocab.txt',
      'and the text encoder knows',
    ],
    [
      'without its special tokens',
      'bert',
      () =>
        writeFileSync(
          pathOf('bert', 'vocab.txt'),
          readFileSync(pathOf('bert', 'vocab.txt'), 'utf8').replace('[CLS]', '[BOS]'),
        ),
      'tokenizer/vocab.txt',
      'the special token "[CLS]" is missing',
    ],
    [
      'longer than the position table',
      'bert',
      () => change('bert', 'tokenizer_config.json', { model_max_length: 513 }),
      'tokenizer/tokenizer_config.json',
      '513 tokens, and the text encoder has 512 positions',
    ],
    [
      'of half a token',
      'bert',
      () => change('bert', 'tokenizer_config.json', { model_max_length: 20.5 }),
      'tokenizer/tokenizer_config.json',
      'model_max_length',
    ],
    [
      'with two vocabularies that differ',
      'bert',
      () => writeJson('bert', 'tokenizer.json', { model: { vocab: { ...bertVocabulary(), other: 7 } } }),
      'tokenizer/tokenizer.json',
      'holds another vocabulary than tokenizer/vocab.txt',
    ],
    [
      'with a tokenizer.json of another form',
      'bert',
      () => writeJson('bert', 'tokenizer.json', { model: { vocab: [['a', -1.5]] } }),
      'tokenizer/tokenizer.json',
      'model.vocab',
    ],
    [
      'with a tokenizer.json without merges',
      'clip',
      () => {
        writeJson('clip', 'tokenizer.json', { model: { vocab: readJson('clip', 'vocab.json') } });
        rmSync(pathOf('clip', 'vocab.json'));
      },
      'tokenizer/tokenizer.json',
      'model.merges',
    ],
    [
      'with tokens that were added',
      'clip',
      () => change('clip', 'tokenizer_config.json', { added_tokens_decoder: { 663: { content: '<rad>' } } }),
      'tokenizer/tokenizer_config.json',
      'the added token "<rad>"',
    ],
    [
      'that pads on the left',
      'bert',
      () => change('bert', 'tokenizer_config.json', { padding_side: 'left' }),
      'tokenizer/tokenizer_config.json',
      'padding_side: "left" is not supported',
    ],
    [
      'that does not split words',
      'bert',
      () => change('bert', 'tokenizer_config.json', { do_basic_tokenize: false }),
      'tokenizer/tokenizer_config.json',
      'do_basic_tokenize',
    ],
    [
      'that is missing',
      'bert',
      () => rmSync(pathOf('bert', 'vocab.txt')),
      'tokenizer/vocab.txt',
      'is missing',
    ],
  ])('%s', async (_name, kind, breakIt, file, says) => {
    breakIt();
    await expect(readModelFolder(copies[kind])).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_(INVALID|UNSUPPORTED)$/),
      message: expect.stringContaining(says),
      details: { file },
    });
  });
});
