import { describe, expect, it } from 'vitest';
import type { ModelId } from '../../../src-core/base/ids.ts';
import { type ComposeAction, INITIAL_STATE, reduceCompose } from './compose-state.ts';
import { drawSeed, planRequests } from './requests.ts';
import type { Settings } from './settings.ts';

const READY: Partial<Settings> = { modelId: 'cxr-demo' as ModelId, steps: 25, guidanceScale: 3 };

const plan = (settings: Partial<Settings>, ...actions: readonly ComposeAction[]) =>
  planRequests(
    [...actions, { type: 'settings', change: { ...READY, ...settings } } as const].reduce(
      reduceCompose,
      INITIAL_STATE,
    ),
  );

const TEXT: ComposeAction = { type: 'editText', text: 'Pneumonia.' };
const LEFT_EFFUSION: readonly ComposeAction[] = [
  { type: 'addFinding', finding: 'effusion' },
  { type: 'changeFinding', finding: 'effusion', change: { side: 'left' } },
];

describe('planRequests', () => {
  it('queues a free text as one job without a pair label', () => {
    const { requests, invalid } = plan({ seed: 7 }, TEXT);
    expect(invalid.size).toBe(0);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ prompt: 'Pneumonia.', count: 4, seed: 7, pairLabel: null });
  });

  it('queues both members of a mirrored pair with the same seed and settings', () => {
    const { requests } = plan({ seed: 7 }, ...LEFT_EFFUSION, {
      type: 'counterpart',
      key: 'other-side',
      chosen: true,
    });
    expect(requests.map(({ pairLabel }) => pairLabel)).toEqual(['left', 'right']);
    expect(requests[0]?.prompt.replace('Left', 'Right')).toBe(requests[1]?.prompt);
    expect({ ...requests[0], prompt: '', pairLabel: '' }).toEqual({
      ...requests[1],
      prompt: '',
      pairLabel: '',
    });
  });

  it('leaves counterparts out once the text was edited by hand', () => {
    const { requests } = plan(
      {},
      ...LEFT_EFFUSION,
      { type: 'counterpart', key: 'other-side', chosen: true },
      TEXT,
    );
    expect(requests.map(({ prompt }) => prompt)).toEqual(['Pneumonia.']);
  });

  it.each([
    ['prompt', {}, [{ type: 'editText', text: '  \n' }]],
    ['prompt', {}, [{ type: 'editText', text: 'x'.repeat(4001) }]],
    ['modelId', { modelId: null }, [TEXT]],
    ['count', { count: 65 }, [TEXT]],
    ['count', { count: null }, [TEXT]],
    ['count', { count: 1.5 }, [TEXT]],
    ['steps', { steps: 201 }, [TEXT]],
    ['steps', { steps: 0 }, [TEXT]],
    ['guidanceScale', { guidanceScale: 31 }, [TEXT]],
    ['guidanceRescale', { guidanceRescale: 1.1 }, [TEXT]],
    ['guidanceRescale', { guidanceRescale: null }, [TEXT]],
    ['eta', { scheduler: 'ddim', eta: -0.1 }, [TEXT]],
    ['seed', { seed: 4_294_967_296 }, [TEXT]],
    ['seed', { seed: 4_294_967_295, count: 2 }, [TEXT]],
  ] as const)('names %s as wrong and queues nothing', (field, settings, actions) => {
    const { requests, invalid } = plan(settings, ...actions);
    expect([...invalid]).toEqual([field]);
    expect(requests).toEqual([]);
  });

  it('sends eta with DDIM only, where it means something', () => {
    const etaOf = (settings: Partial<Settings>) => plan(settings, TEXT).requests[0]?.eta;
    expect(etaOf({ scheduler: 'ddim', eta: 0.5 })).toBe(0.5);
    expect(etaOf({ scheduler: 'pndm', eta: 0.5 })).toBe(0);
    expect(etaOf({ scheduler: 'pndm', eta: null })).toBe(0);
  });

  it('takes the largest seed for a single image', () => {
    expect(plan({ seed: 4_294_967_295, count: 1 }, TEXT).requests).toHaveLength(1);
  });
});

describe('drawSeed', () => {
  it('covers the whole range of 32-bit seeds and nothing else', () => {
    expect(drawSeed(() => 0)).toBe(0);
    expect(drawSeed(() => 1 - 2 ** -53)).toBe(0xffff_ffff);
  });
});
