import type { SchedulerName } from '../base/generation-names.ts';

/** What decides how a prompt is sampled, apart from the seed. */
export interface Sampling {
  readonly steps: number;
  readonly guidanceScale: number;
  readonly scheduler: SchedulerName;
  readonly guidanceRescale: number;
  readonly eta: number;
}

/**
 * How the two published models are sampled: RoentGen (Chambon et al. 2022, arXiv 2211.12737) with 75 steps and
 * guidance 4, RoentGen-v2 by its published configuration with 75 steps and guidance 3; both with PNDM.
 */
export const PUBLISHED_SAMPLING = {
  roentgen: { steps: 75, guidanceScale: 4, scheduler: 'pndm', guidanceRescale: 0, eta: 0 },
  'roentgen-v2': { steps: 75, guidanceScale: 3, scheduler: 'pndm', guidanceRescale: 0, eta: 0 },
} as const satisfies Record<string, Sampling>;

export type PublishedModel = keyof typeof PUBLISHED_SAMPLING;
