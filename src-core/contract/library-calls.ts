import { z } from 'zod';
import { FILM_WARNINGS } from '../base/film-warnings.ts';
import {
  filmIdSchema,
  instantSchema,
  jobIdSchema,
  nothing,
  pixelsUrlSchema,
  promptTextSchema,
} from './common.ts';
import type { CallDefinition } from './define.ts';

export const filmKindSchema = z.enum(['synthetic', 'real']);
export const decisionSchema = z.enum(['undecided', 'keep', 'reject']);
export type Decision = z.infer<typeof decisionSchema>;

export const filmViewSchema = z.strictObject({
  id: filmIdSchema,
  kind: filmKindSchema,
  pixelsUrl: pixelsUrlSchema,
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  /** Of the film's display in JSON (film-display-schema.ts); null where the pixels are display grey, MONOCHROME2. */
  displayUrl: pixelsUrlSchema.nullable(),
  /** 8: one byte a pixel. 16: two bytes, little endian. */
  bits: z.union([z.literal(8), z.literal(16)]),
  /** Distance of two pixels in millimetres, as the film's file says; null where it says nothing. */
  pixelSpacingMm: z.number().positive().nullable(),
  /** The prompt of a synthetic film, the report or label text of a real one. */
  text: promptTextSchema,
  decision: decisionSchema,
  createdAt: instantSchema,
  /** Synthetic: the generating job and seed. Real: the imported file's name. */
  jobId: jobIdSchema.nullable(),
  seed: z.number().int().nullable(),
  modelName: z.string().nullable(),
  sourceName: z.string().nullable(),
  /** Synthetic films that are edits of another film; an edit of a real film stays data of its patient. */
  edited: z
    .strictObject({
      sourceFilmId: filmIdSchema,
      /** Of the film at the beginning of the row of edits. */
      originKind: filmKindSchema,
      strength: z.number(),
      /** Pixels of the mask at the source film's size, one byte each; null where the whole film was edited. */
      maskUrl: pixelsUrlSchema.nullable(),
    })
    .nullable(),
});
export type FilmView = z.infer<typeof filmViewSchema>;

export const decisionEntrySchema = z.strictObject({
  decision: decisionSchema,
  reason: z.string(),
  actor: z.string(),
  at: instantSchema,
});

export const filmDetailSchema = z.strictObject({
  film: filmViewSchema,
  /** The recipe as canonical JSON text; null for real films. */
  recipeJson: z.string().nullable(),
  /** Facts of a real film's source: format, patient's pseudonym, label. */
  source: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** Of a real film: what may tell more than the film itself, and what was done to it. */
  warnings: z.array(z.enum(FILM_WARNINGS)),
  notes: z.array(z.string()),
  decisions: z.array(decisionEntrySchema),
});
export type FilmDetail = z.infer<typeof filmDetailSchema>;

export const filmFilterSchema = z.strictObject({
  kind: filmKindSchema.nullable(),
  decision: decisionSchema.nullable(),
  jobId: jobIdSchema.nullable(),
  search: z.string().max(200),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
});
export type FilmFilter = z.infer<typeof filmFilterSchema>;

export const libraryCalls = {
  'library.list': {
    role: 'coordinator',
    kind: 'query',
    input: filmFilterSchema,
    output: z.strictObject({ films: z.array(filmViewSchema), total: z.number().int() }),
  },
  'library.detail': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ filmId: filmIdSchema }),
    output: filmDetailSchema,
  },
  'library.decide': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      filmIds: z.array(filmIdSchema).min(1).max(500),
      decision: decisionSchema,
      reason: z.string().max(1000),
    }),
    output: nothing,
  },
  'library.setText': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ filmId: filmIdSchema, text: promptTextSchema }),
    output: filmViewSchema,
  },
} as const satisfies Record<string, CallDefinition>;
