import { z } from 'zod';
import { nothing } from './common.ts';
import type { CallDefinition } from './define.ts';

/** From a projector's wall to a display finer than any that is sold. */
export const pixelsPerMmSchema = z.number().min(0.5).max(60);

/** The display that the window stands on, and how large its pixels were measured to be. */
export const displaySchema = z.strictObject({
  /** Names the display on this workstation: the system's id, its size and scale factor. */
  key: z.string().min(1).max(200),
  /** As the system calls it; may be empty. */
  name: z.string(),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  /** Device pixels per CSS pixel, as the system has it set. */
  scaleFactor: z.number(),
  /** Bits of one colour channel, as the system reports it. */
  bitsPerChannel: z.number().int(),
  /** Device pixels per millimetre; null where it was not measured. */
  pixelsPerMm: pixelsPerMmSchema.nullable(),
});
export type DisplayView = z.infer<typeof displaySchema>;

/** Of the glass in front of whoever is signed in: readers look at it too, and it says nothing of any film. */
export const displayCalls = {
  'display.get': { role: 'signed-in', kind: 'query', input: nothing, output: displaySchema },
  /** Keeps what was measured of the display with this key; null forgets it. */
  'display.calibrate': {
    role: 'signed-in',
    kind: 'command',
    input: z.strictObject({
      key: displaySchema.shape.key,
      pixelsPerMm: pixelsPerMmSchema.nullable(),
    }),
    output: displaySchema,
  },
} as const satisfies Record<string, CallDefinition>;
