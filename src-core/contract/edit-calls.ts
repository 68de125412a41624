import { z } from 'zod';
import { filmIdSchema, pixelsUrlSchema } from './common.ts';
import type { CallDefinition } from './define.ts';
import { maskIdSchema } from './generation-calls.ts';
import { filmViewSchema } from './library-calls.ts';

/** Edits of films by prompt: the mask that says where, and what was made of a film. */
export const editCalls = {
  /** Keeps a drawn mask of a film. The same mask has the same id. */
  'edits.saveMask': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      filmId: filmIdSchema,
      /** One byte a pixel of the film, row by row: 255 is drawn anew, 0 stays. */
      mask: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'not bytes'),
    }),
    output: z.strictObject({ maskId: maskIdSchema, markedPixels: z.number().int() }),
  },
  /** An edited film and its source as the model got it, held against each other. */
  'edits.compare': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ filmId: filmIdSchema }),
    output: z.strictObject({
      /** Two pictures of the edited film's size, 8-bit grey: the source, then what changed (128: nothing). */
      pixelsUrl: pixelsUrlSchema,
      /** Mean absolute difference in grey levels of 255 where the mask marks; null without a mask. */
      meanInside: z.number().nullable(),
      /** The same elsewhere; of the whole film without a mask. */
      meanOutside: z.number().nullable(),
    }),
  },
  /** The films made by editing this one, newest first. */
  'edits.ofFilm': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ filmId: filmIdSchema, limit: z.number().int().min(1).max(500) }),
    output: z.strictObject({ source: filmViewSchema, films: z.array(filmViewSchema) }),
  },
} as const satisfies Record<string, CallDefinition>;
