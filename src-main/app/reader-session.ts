import { z } from 'zod';
import { instrument1Schema } from '../../src-core/study/format-1/instrument.ts';
import { upgradeInstrument } from '../../src-core/study/format-1/upgrade.ts';
import { instrumentSchema } from '../../src-core/study/instrument.ts';

/** What a study frozen by an earlier build lets its readers know. Instruments of format 1 are read as format 2. */
export const readerViewSchema = z.strictObject({
  matrixSizePx: z.number().int().positive(),
  instrument: z.union([instrumentSchema, instrument1Schema.transform(upgradeInstrument)]),
});
export type ReaderView = z.infer<typeof readerViewSchema>;
