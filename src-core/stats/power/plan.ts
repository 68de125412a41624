import { LightboxError } from '../../base/errors.ts';
import { type IccDesign, iccHalfWidth, type KappaDesign, kappaHalfWidth } from './agreement-precision.ts';
import { type Aim, powerOfAim } from './margin-power.ts';
import {
  type CrossedDifferenceDesign,
  type CrossedProportionDesign,
  crossedDifferenceSpread,
  crossedProportionSpread,
  mrmcSpread,
} from './power.ts';
import type { SimulatedPilot } from './roe-metz-pilot.ts';

/** A comparison of two AUCs, every reader reading every case under both modalities. */
export interface AucDesign {
  readonly readers: number;
  /** Positive and negative ones together. */
  readonly cases: number;
  /** First minus second. */
  readonly difference: number;
  readonly pilot: SimulatedPilot;
}

/** A main analysis whose aim a study reaches or misses. */
export type AimedDesign =
  | ({ readonly kind: 'proportion' } & CrossedProportionDesign)
  | ({ readonly kind: 'difference' } & CrossedDifferenceDesign)
  | ({ readonly kind: 'auc' } & AucDesign);

/** An agreement that is to be estimated: what is planned is how precisely. */
export type PrecisionDesign =
  | ({ readonly kind: 'icc' } & IccDesign)
  | ({ readonly kind: 'kappa' } & KappaDesign);

/** The power to reach an aim. @throws LightboxError BAD_INPUT for designs that cannot be. */
export function designPower(design: AimedDesign, aim: Aim, alpha: number): number {
  checkSizes(design.readers, design.kind === 'difference' ? 2 * design.casesPerArm : design.cases);
  switch (design.kind) {
    case 'proportion':
      return powerOfAim(aim, design.truth - design.chance, crossedProportionSpread(design), alpha);
    case 'difference':
      return powerOfAim(aim, design.difference, crossedDifferenceSpread(design), alpha);
    case 'auc':
      return powerOfAim(
        aim,
        design.difference,
        mrmcSpread(design.pilot, design.readers, design.cases),
        alpha,
      );
  }
}

/** Half the expected width of the interval of level 1 - alpha. @throws LightboxError BAD_INPUT as `designPower` */
export function designHalfWidth(design: PrecisionDesign, alpha: number): number {
  checkSizes(design.readers, design.cases);
  return design.kind === 'icc' ? iccHalfWidth(design, 1 - alpha) : kappaHalfWidth(design, 1 - alpha);
}

function checkSizes(readers: number, cases: number): void {
  if (!(readers >= 2 && cases >= 4)) {
    throw new LightboxError('BAD_INPUT', 'A plan needs at least two readers and four cases.');
  }
}
