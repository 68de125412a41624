import type { Figure } from '../../../../src-core/report/figure.ts';
import { ARMS, names } from './made-up.ts';
import { roc, rocHard } from './sample-curves.ts';
import { flow, markMap, markMapHard } from './sample-films.ts';
import { forest, forestHard, forestTimes } from './sample-forests.ts';
import { likert, likertHard } from './sample-ratings.ts';
import {
  agreement,
  agreementHard,
  confusion,
  confusionHard,
  timeOrder,
  timeOrderHard,
} from './sample-readers.ts';

/** Figures with made-up numbers, usual ones and hard ones, for the sheet and the tests: the same at every call. */
export function sampleFigures(): Figure[] {
  return [
    roc('roc-one', ['LDM-512'], 4),
    roc('roc-two', ['Latent diffusion 512, 75 steps', 'GAN baseline'], 6),
    roc('roc-many', ARMS, 40),
    rocHard(),
    forest('forest-usual', [''], 12, 'linear'),
    forest('forest-arms', ARMS.slice(0, 3), 8, 'linear'),
    forest('forest-many', ARMS, 40, 'linear'),
    forestTimes(),
    forestHard(),
    likert('likert-five', 5, ARMS.slice(0, 4), ['']),
    likert('likert-seven', 7, ARMS.slice(0, 3), names(6)),
    likert('likert-eleven', 11, ARMS, names(20)),
    likertHard(),
    confusion('confusion-one', 1),
    confusion('confusion-usual', 7),
    confusion('confusion-many', 40),
    confusionHard(),
    agreement('agreement-usual', 6, false),
    agreement('agreement-negative', 14, true),
    agreement('agreement-many', 40, false),
    agreementHard(),
    timeOrder('time-order-one', 1, 120, 3),
    timeOrder('time-order-usual', 6, 200, 2),
    timeOrder('time-order-many', 40, 60, 6),
    timeOrderHard(),
    markMap('mark-map-usual', 5, true),
    markMap('mark-map-many', 24, true),
    markMapHard(),
    flow('flow-one', ['Synthetic films']),
    flow('flow-three', ['Real films', ...ARMS.slice(0, 2)]),
    flow('flow-six', ARMS),
  ];
}
