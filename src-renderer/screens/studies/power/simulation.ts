import { seededRandom } from '../../../../src-core/base/random.ts';
import { simulatedHalfWidthSteps, simulatedPowerSteps } from '../../../../src-core/stats/power/simulate.ts';
import { type Steps, within } from '../../../../src-core/stats/steps.ts';
import { aimOf, designOf } from './power-plan.ts';
import type { Simulated, SimulationRequest } from './simulation-messages.ts';

/** Simulates a plan at every size asked for. @throws LightboxError BAD_INPUT for inputs that cannot be. */
export function* simulationSteps({ plan, sizes, replicates, seed }: SimulationRequest): Steps<Simulated[]> {
  const found: Simulated[] = [];
  for (const [place, { readers, cases }] of sizes.entries()) {
    const design = designOf(plan, readers, cases);
    const options = { alpha: plan.alpha, random: seededRandom(`power ${seed} ${place}`), replicates };
    const steps =
      design.kind === 'icc' || design.kind === 'kappa'
        ? simulatedHalfWidthSteps(design, options)
        : simulatedPowerSteps(design, aimOf(plan), options);
    const simulated = yield* within(place / sizes.length, (place + 1) / sizes.length, steps);
    found.push({ readers, cases, ...simulated });
  }
  return found;
}
