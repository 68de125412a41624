import { z } from 'zod';
import { FILM_WARNINGS } from '../base/film-warnings.ts';
import { filmIdSchema, nothing } from './common.ts';
import type { CallDefinition } from './define.ts';

/** Files chosen in the system's dialog; main keeps the paths, the window sees names only. */
export const selectionSchema = z.strictObject({
  selectionId: z.string(),
  fileNames: z.array(z.string()),
});
export type Selection = z.infer<typeof selectionSchema>;

const skippedSchema = z.array(z.strictObject({ fileName: z.string(), reason: z.string() }));

/** Chosen films; names are relative to the chosen folder. */
export const filmsSelectionSchema = selectionSchema.extend({
  /** What lies in a chosen folder and is left alone (hidden files, DICOMDIR, linked folders). */
  skipped: skippedSchema,
});
export type FilmsSelection = z.infer<typeof filmsSelectionSchema>;

export const importReportSchema = z.strictObject({
  imported: z.array(filmIdSchema),
  alreadyPresent: z.array(z.string()),
  refused: z.array(z.strictObject({ fileName: z.string(), code: z.string(), reason: z.string() })),
  skipped: skippedSchema,
  /** Notes on films that were taken (lossy source, colour turned to grey, ...). */
  notes: z.array(z.strictObject({ fileName: z.string(), note: z.string() })),
  /** What may tell more than the film itself (burned-in text, overlays). */
  warnings: z.array(z.strictObject({ fileName: z.string(), warning: z.enum(FILM_WARNINGS) })),
  /** Files of which one frame of several was taken; `fileIndex` is the place in the selection. */
  severalFrames: z.array(
    z.strictObject({ fileIndex: z.number().int(), fileName: z.string(), frames: z.number().int() }),
  ),
  /** Films for which no text was found: it can be written by hand in the library. */
  withoutText: z.array(filmIdSchema),
  labelsUnused: z.array(z.string()),
  cancelled: z.boolean(),
  /** Files that the import had not come to when it was stopped. */
  notReached: z.number().int(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** More frames of one file are hardly films. */
export const MAX_FRAMES_IMPORTED = 1000;

export const importCalls = {
  'library.chooseFilms': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ from: z.enum(['files', 'folder']) }),
    output: filmsSelectionSchema.nullable(),
  },
  /** The files and folders that were dropped onto the window last; the preload told main where they lie. */
  'library.chooseDropped': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: filmsSelectionSchema,
  },
  'library.chooseLabels': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: selectionSchema.nullable(),
  },
  'library.import': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      filmsSelectionId: z.string(),
      labelsSelectionId: z.string().nullable(),
      /** Of files that hold several: the first frame, or each as a film. */
      frames: z.enum(['first', 'all']).default('first'),
    }),
    output: importReportSchema,
  },
  /** Imports chosen frames of one file of a selection. */
  'library.importFrames': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      filmsSelectionId: z.string(),
      labelsSelectionId: z.string().nullable(),
      fileIndex: z.number().int().min(0),
      /** Counted from 1, as the report counts them. */
      frames: z.array(z.number().int().min(1)).min(1).max(MAX_FRAMES_IMPORTED),
    }),
    output: importReportSchema,
  },
  'library.cancelImport': { role: 'coordinator', kind: 'command', input: nothing, output: nothing },
  /** Writes the last import's report as CSV; null when the dialog was closed. */
  'library.saveImportReport': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: z.strictObject({ fileName: z.string() }).nullable(),
  },
} as const satisfies Record<string, CallDefinition>;
