import { expect, it } from 'vitest';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { parseDicomFile } from './dicom-data-set.ts';
import { readDicomRecipe } from './dicom-recipe.ts';

const RECIPE = '{"prompt":"a \\\\ b, 肺"}';
type Extra = NonNullable<Parameters<typeof writeDicomImage>[0]['extra']>;

const recipeOf = (extra: Extra): string | undefined =>
  readDicomRecipe(
    parseDicomFile(writeDicomImage({ width: 2, height: 1, samples: Uint8Array.of(1, 2), extra }), 'a.dcm')
      .elements,
  );

it('finds the recipe by its creator, wherever the block was moved, with its backslashes', () => {
  const bytes = new TextEncoder().encode(`${RECIPE} `);
  expect(
    recipeOf([
      ['00090010', 'LO', 'SOMEBODY ELSE'],
      ['00090042', 'LO', 'ROENTGEN LIGHTBOX 1'],
      ['00091001', 'UN', Uint8Array.of(1, 2)],
      ['00094201', 'UN', bytes],
    ]),
  ).toBe(RECIPE);
});

it('takes nothing for a recipe without the creator', () => {
  expect(recipeOf([['00091001', 'UN', new TextEncoder().encode(RECIPE)]])).toBeUndefined();
  expect(recipeOf([['00090010', 'LO', 'ROENTGEN LIGHTBOX 1']])).toBeUndefined();
});
