import { z } from 'zod';
import type { Protocol } from './protocol.ts';
import { SUMMARY_TOPICS, summariseProtocol } from './protocol-summary.ts';
import { sealedAdjudicationSchema } from './sealed-truth.ts';

/**
 * What lies open of a frozen study, beside its readers' shares: enough to conduct it. No film, no arm of a case, no
 * seed and no order; adjudications stand here sealed.
 */
export const openViewSchema = z
  .strictObject({
    formatVersion: z.literal(1),
    matrixSizePx: z.int(),
    /** Read for the analysis; films in all roles. */
    cases: z.int(),
    films: z.int(),
    summary: z.array(z.strictObject({ topic: z.enum(SUMMARY_TOPICS), sentences: z.array(z.string()) })),
    phases: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['reading', 'adjudication']),
        sessions: z.int(),
        /** Of an adjudication. */
        readers: z.array(z.string()),
      }),
    ),
    /** The last day, in UTC, on which cases are read. */
    stopsOn: z.string().nullable(),
    unblinding: z.enum(['after-close', 'any-time']),
    amendments: z.array(
      z.strictObject({ at: z.iso.datetime(), by: z.string(), text: z.string(), reason: z.string() }),
    ),
    adjudications: z.array(z.strictObject({ cases: z.int(), sealed: sealedAdjudicationSchema })),
  })
  .readonly();
export type OpenView = z.infer<typeof openViewSchema>;

/** What lies open of a protocol when it is frozen. */
export function openViewOf(protocol: Protocol): OpenView {
  const { stopping, unblinding, normalisation, cases } = protocol;
  return {
    formatVersion: 1,
    matrixSizePx: normalisation.matrixSizePx,
    cases: cases.filter(({ role }) => role === 'reading').length,
    films: cases.length,
    summary: summariseProtocol(protocol, 'sealed').map(({ topic, sentences }) => ({
      topic,
      sentences: [...sentences],
    })),
    phases: protocol.phases.map((phase) => ({
      id: phase.id,
      kind: phase.kind,
      sessions: phase.kind === 'reading' ? phase.sessions : 1,
      readers: phase.kind === 'reading' ? [] : phase.readers,
    })),
    stopsOn: stopping.rule === 'by-date' ? stopping.date : null,
    unblinding,
    amendments: [],
    adjudications: [],
  };
}
