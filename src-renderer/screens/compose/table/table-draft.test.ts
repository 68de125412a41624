import { describe, expect, it } from 'vitest';
import type { ModelId } from '../../../../src-core/base/ids.ts';
import type { ChosenTable } from '../../../../src-core/contract/batch-calls.ts';
import { type ComposeState, INITIAL_STATE } from '../compose-state.ts';
import { planTable } from './table-draft.ts';

const TABLE: ChosenTable = {
  tableId: 'table-1',
  fileName: 'prompts.csv',
  rows: 5,
  images: [
    { steps: null, imagesNamed: 3, rowsWithoutCount: 2 },
    { steps: 50, imagesNamed: 0, rowsWithoutCount: 1 },
  ],
  needsBaseSeed: true,
  preview: [],
  refused: [],
  refusedRows: 0,
};
const COMPOSER: ComposeState = {
  ...INITIAL_STATE,
  settings: {
    ...INITIAL_STATE.settings,
    modelId: 'cxr-demo' as ModelId,
    count: 4,
    steps: 20,
    guidanceScale: 3,
  },
};

describe('a table to be queued', () => {
  it('has the images that rows name, and the number of the form for each of the others', () => {
    const { images, steps, input } = planTable({ table: TABLE, name: '' }, COMPOSER);
    expect(images).toBe(3 + 2 * 4 + 4);
    // With one step for each decoding.
    expect(steps).toBe(11 * 21 + 4 * 51);
    expect(input).toMatchObject({
      tableId: 'table-1',
      name: 'prompts.csv',
      baseSeed: null,
      settings: { imagesPerRow: 4, steps: 20 },
    });
  });

  it('takes the seed of the form as its base', () => {
    const state = { ...COMPOSER, settings: { ...COMPOSER.settings, seed: 9 } };
    expect(planTable({ table: TABLE, name: ' Pilot ' }, state).input).toMatchObject({
      name: 'Pilot',
      baseSeed: 9,
    });
  });

  it('is not queued without a table, without rows, or with a field that is not valid', () => {
    expect(planTable({ table: null, name: '' }, COMPOSER).input).toBeNull();
    expect(planTable({ table: { ...TABLE, rows: 0, images: [] }, name: '' }, COMPOSER).input).toBeNull();
    const bad = { ...COMPOSER, settings: { ...COMPOSER.settings, count: 0, guidanceScale: null } };
    const plan = planTable({ table: TABLE, name: '' }, bad);
    expect(plan.input).toBeNull();
    expect([...plan.invalid].sort()).toEqual(['count', 'guidanceScale']);
  });
});
