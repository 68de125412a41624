import { expect, it } from 'vitest';
import type { ModelPart } from '../../src-core/contract/model-description.ts';
import { createGraphStore } from './graph-store.ts';

/** What is opened and released, in order, for one image with two prompts and an edit before it. */
async function story(memory: 'resident' | 'in-turn'): Promise<string[]> {
  const told: string[] = [];
  const open = async (part: ModelPart) => {
    told.push(`+${part}`);
    return {
      release: async (): Promise<void> => {
        told.push(`-${part}`);
      },
    };
  };
  const graphs = createGraphStore(open, memory);
  const calls: ModelPart[] = ['text_encoder', 'text_projection', 'text_encoder', 'text_projection'];
  for (const part of [...calls, 'vae_encoder', 'unet', 'unet', 'vae_decoder'] as const)
    await graphs.use(part);
  await graphs.rest();
  told.push('rest');
  await graphs.release();
  return told;
}

it('in turn, a graph is opened after the one before it was released, each once for an image', async () => {
  expect(await story('in-turn')).toEqual([
    '+text_encoder',
    '+text_projection',
    '-text_encoder',
    '-text_projection',
    '+vae_encoder',
    '-vae_encoder',
    '+unet',
    '-unet',
    '+vae_decoder',
    '-vae_decoder',
    'rest',
  ]);
});

it('otherwise graphs stay open, and are released together', async () => {
  expect(await story('resident')).toEqual([
    '+text_encoder',
    '+text_projection',
    '+vae_encoder',
    '+unet',
    '+vae_decoder',
    'rest',
    '-text_encoder',
    '-text_projection',
    '-vae_encoder',
    '-unet',
    '-vae_decoder',
  ]);
});
