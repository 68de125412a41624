import { z } from 'zod';
import { filmIdSchema } from './common.ts';
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
  /** The films made by editing this one, newest first. */
  'edits.ofFilm': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ filmId: filmIdSchema, limit: z.number().int().min(1).max(500) }),
    output: z.strictObject({ source: filmViewSchema, films: z.array(filmViewSchema) }),
  },
} as const satisfies Record<string, CallDefinition>;
