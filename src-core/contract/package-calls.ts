import { z } from 'zod';
import { errorPayloadSchema, nameSchema, nothing, studyIdSchema, userIdSchema } from './common.ts';
import type { CallDefinition } from './define.ts';

/** A package that was opened and verified, before anything of it is kept. */
export const openedPackageSchema = z.strictObject({
  /** Stands for the opened file in `packages.accept`. */
  token: z.string(),
  fileName: z.string(),
  studyName: nameSchema,
  readerName: nameSchema,
  cases: z.int(),
  sessions: z.int(),
  /** Of the coordinator's key, in groups of four: what the two people compare by voice. */
  fingerprint: z.string(),
  /** `new`: the study was not here yet; `later-phase`: more phases of one that is; `known`: nothing new. */
  news: z.enum(['new', 'later-phase', 'known']),
});
export type OpenedPackage = z.infer<typeof openedPackageSchema>;

export const writtenPackageSchema = z.strictObject({
  readerName: nameSchema,
  fileName: z.string(),
  bytes: z.int(),
  sha256: z.string(),
});

/** What became of one `.readings` file. */
export const takenReadingsSchema = z.strictObject({
  fileName: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('taken'),
      studyName: nameSchema,
      readerName: nameSchema,
      /** Rows that were new; 0: all were held already. */
      added: z.int(),
      /** Rows of the file. */
      rows: z.int(),
      /** Of the reader's key, in groups of four: what the two people compare by voice. */
      fingerprint: z.string(),
      /** Name of the receipt that was written beside the file, for its reader; null: the place takes no files. */
      receipt: z.string().nullable(),
    }),
    z.strictObject({ kind: z.literal('refused'), error: errorPayloadSchema }),
  ]),
});
export type TakenReadings = z.infer<typeof takenReadingsSchema>;

export const packageCalls = {
  /**
   * Writes one `.lightbox` file for each reader into a folder; null when the dialog was closed. Audited. As all of
   * these, reported as `packages.progress` and ended by `packages.cancel`.
   */
  'packages.write': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ studyId: studyIdSchema, readerIds: z.array(userIdSchema).min(1).max(200) }),
    output: z
      .strictObject({
        folder: z.string(),
        packages: z.array(writtenPackageSchema),
        /** Of the coordinator's key, in groups of four: what readers compare when they open the package. */
        fingerprint: z.string(),
      })
      .nullable(),
  },
  /** Takes in the `.readings` files that the dialog gives, each by itself, with a receipt. Audited. */
  'packages.takeReadings': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: z.array(takenReadingsSchema),
  },
  /** Opens and verifies a `.lightbox` file; null when the dialog was closed. */
  'packages.open': {
    role: 'anyone',
    kind: 'command',
    input: nothing,
    output: openedPackageSchema.nullable(),
  },
  /** Keeps what was opened: its reader can sign in here from then on. */
  'packages.accept': {
    role: 'anyone',
    kind: 'command',
    input: z.strictObject({ token: z.string().min(1).max(100) }),
    output: z.strictObject({ readerId: userIdSchema, readerName: nameSchema }),
  },
  /** Ends what of these is under way; nothing half done of it stays. */
  'packages.cancel': { role: 'anyone', kind: 'command', input: nothing, output: nothing },
} as const satisfies Record<string, CallDefinition>;
