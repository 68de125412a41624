import { z } from 'zod';
import type { CaseId, FilmId } from '../../base/ids.ts';
import { instrument1Schema } from './instrument.ts';

/**
 * Protocols of format 1: one film at a time, one session, arms "real" and "synthetic". Studies frozen with it stay
 * readable under their hash; nothing writes it any more.
 */
const nameSchema = z.string().trim().min(1).max(200);
const idSchema = z.string().min(1).max(100);
const armIdSchema = z.enum(['real', 'synthetic']);

const armSchema = z.strictObject({
  id: armIdSchema,
  selection: z.strictObject({
    rule: z.enum(['all-kept', 'curated', 'consecutive']),
    statement: z.string().trim().min(1).max(2000),
  }),
});

const caseSchema = z.strictObject({
  caseId: idSchema.transform((id) => id as CaseId),
  filmId: idSchema.transform((id) => id as FilmId),
  arm: armIdSchema,
  text: z.string().max(4000),
});

export const protocol1Schema = z
  .strictObject({
    formatVersion: z.literal(1),
    name: nameSchema,
    seed: z.int().min(0),
    design: z.literal('single-film'),
    arms: z.array(armSchema).min(1),
    cases: z.array(caseSchema),
    readers: z.array(z.strictObject({ id: idSchema, name: nameSchema })),
    instrument: instrument1Schema,
    normalisation: z.strictObject({
      matrixSizePx: z.int().min(16).max(8192),
      windowRule: z.string().min(1).max(500),
      codec: z.string().min(1).max(500),
    }),
    order: z.strictObject({
      rule: z.literal('block-randomised'),
      generator: z.literal('xoshiro128**'),
      version: z.literal(1),
    }),
    createdWith: z.strictObject({ product: z.string().min(1), version: z.string().min(1) }),
  })
  .readonly();

export type Protocol1 = z.infer<typeof protocol1Schema>;
