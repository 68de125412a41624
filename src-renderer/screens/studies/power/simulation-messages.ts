import { z } from 'zod';
import { powerPlanSchema } from './power-plan.ts';

/** What the worker is asked: to simulate the plan with these numbers of readers and cases, one after the other. */
export const simulationRequestSchema = z.strictObject({
  plan: powerPlanSchema,
  sizes: z.array(z.strictObject({ readers: z.int(), cases: z.int() })).min(1),
  replicates: z.int().min(1),
  seed: z.int(),
});
export type SimulationRequest = z.infer<typeof simulationRequestSchema>;

const simulatedSchema = z.strictObject({
  readers: z.int(),
  cases: z.int(),
  estimate: z.number(),
  interval: z.strictObject({ lower: z.number(), upper: z.number(), level: z.number() }),
  replicates: z.int(),
  undefinedSets: z.int(),
});
export type Simulated = z.infer<typeof simulatedSchema>;

export const simulationAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), done: z.number(), total: z.number() }),
  z.strictObject({ type: z.literal('found'), found: z.array(simulatedSchema) }),
  z.strictObject({ type: z.literal('failed'), message: z.string() }),
]);
export type SimulationAnswer = z.infer<typeof simulationAnswerSchema>;
