import { expect, it } from 'vitest';
import { proposedStrata } from './strata.ts';

it.each([
  ['60 year old male. AP chest radiograph. Pleural effusion.', 'pleural effusion', 'AP'],
  ['Big right-sided pleural effusion with adjacent atelectasis.', 'atelectasis', null],
  ['No acute cardiopulmonary process. PA chest radiograph.', 'no finding', 'PA'],
  ['No pneumothorax or pleural effusion.', 'no finding', null],
  ['No pneumothorax. Cardiomegaly.', 'cardiomegaly', null],
  ['Left-sided pacemaker. No acute cardiopulmonary process.', 'no finding', null],
  ['Left-sided pacemaker.', null, null],
  ['Postoperative change.', null, null],
  ['', null, null],
])('of "%s" proposes the finding %s and the view %s', (text, finding, view) => {
  expect(proposedStrata(text)).toEqual({ finding, view });
});
