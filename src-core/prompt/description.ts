import { z } from 'zod';
import { LightboxError } from '../base/errors.ts';
import { FINDING_IDS, type FindingId, findingTerm } from './findings.ts';

export const findingStatementSchema = z
  .strictObject({
    finding: z.enum(FINDING_IDS as readonly [FindingId, ...FindingId[]]),
    presence: z.enum(['present', 'absent']),
    side: z.enum(['left', 'right', 'bilateral', 'none']),
    size: z.enum(['small', 'moderate', 'large', 'none']),
  })
  .superRefine((statement, context) => {
    const { side, grading, singular } = findingTerm(statement.finding);
    if (side === 'none' && statement.side !== 'none') {
      context.addIssue({ code: 'custom', path: ['side'], message: `${singular} has no side` });
    }
    if (grading === 'none' && statement.size !== 'none') {
      context.addIssue({ code: 'custom', path: ['size'], message: `${singular} has no size` });
    }
  });

/**
 * What a film shows, before it is put into words. `normal` states "no acute cardiopulmonary process";
 * with neither `normal` nor findings nothing is said about the lungs. Age in whole years, 0 to 120.
 */
export const descriptionSchema = z
  .strictObject({
    age: z.int().min(0).max(120).nullable(),
    sex: z.enum(['male', 'female', 'none']),
    race: z.string().trim().min(1).max(40).nullable(),
    view: z.enum(['PA', 'AP', 'lateral', 'none']),
    normal: z.boolean(),
    findings: z.array(findingStatementSchema).max(FINDING_IDS.length),
  })
  .superRefine((description, context) => {
    const seen = new Set<FindingId>();
    description.findings.forEach((statement, index) => {
      const { singular, kind } = findingTerm(statement.finding);
      if (seen.has(statement.finding)) {
        context.addIssue({
          code: 'custom',
          path: ['findings', index],
          message: `${singular} is stated twice`,
        });
      }
      seen.add(statement.finding);
      if (description.normal && kind === 'disease' && statement.presence === 'present') {
        context.addIssue({
          code: 'custom',
          path: ['normal'],
          message: `a film with ${singular} is not normal`,
        });
      }
    });
  });

export type FindingStatement = z.infer<typeof findingStatementSchema>;
export type FilmDescription = z.infer<typeof descriptionSchema>;
export type Side = FindingStatement['side'];
export type Size = FindingStatement['size'];
export type Sex = FilmDescription['sex'];
export type View = FilmDescription['view'];

/** A description that states nothing: what a new prompt starts from. */
export const EMPTY_DESCRIPTION: FilmDescription = {
  age: null,
  sex: 'none',
  race: null,
  view: 'none',
  normal: false,
  findings: [],
};

/** @throws LightboxError BAD_INPUT naming the field that contradicts the vocabulary or another field. */
export function parseDescription(value: unknown): FilmDescription {
  const parsed = descriptionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new LightboxError(
    'BAD_INPUT',
    `The description of the film does not fit${field === '' ? '' : ` at ${field}`}: ${issue?.message}.`,
    { field },
  );
}
