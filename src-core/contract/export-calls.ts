import { z } from 'zod';
import { filmIdSchema, nothing } from './common.ts';
import type { CallDefinition } from './define.ts';
import { filmFilterSchema } from './library-calls.ts';

/** `png`: 16 bits where the film has them; `png8`: 8 bits always; both as the film is shown. `dicom`: as it is stored. */
export const exportFormatSchema = z.enum(['png', 'png8', 'dicom']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** More films are no set that a person has looked at. */
export const MAX_FILMS_EXPORTED = 100_000;

/** Which films: these, or all that a filter finds. */
export const filmChoiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('films'), filmIds: z.array(filmIdSchema).max(MAX_FILMS_EXPORTED) }),
  z.strictObject({
    kind: z.literal('filter'),
    filter: filmFilterSchema.omit({ offset: true, limit: true }),
  }),
]);
export type FilmChoice = z.infer<typeof filmChoiceSchema>;

/** A folder's name that every system takes, and that is no path. */
export const setNameSchema = z
  .string()
  .trim()
  .regex(/^(?![. ])(?!.*[. ]$)[^<>:"/\\|?*\p{Cc}]{1,80}$/u, 'This cannot be the name of a folder');

export const exportSurveySchema = z.strictObject({
  films: z.number().int(),
  generated: z.number().int(),
  edited: z.number().int(),
  /** Of the edited ones: those that go back to a real film. */
  editsOfReal: z.number().int(),
  real: z.number().int(),
  rejected: z.number().int(),
  /** Real films whose file or picture says that text may be burned in. */
  textSuspected: z.number().int(),
  /** Studies that readers are at: what is exported can tell them the truth. */
  studies: z.array(z.string()),
});
export type ExportSurvey = z.infer<typeof exportSurveySchema>;

export const exportReportSchema = z.strictObject({
  folderName: z.string(),
  films: z.number().int(),
  bytes: z.number().int(),
  /** SHA-256 of the set's SHA256SUMS, which lists every file: the set in one number, also in the audit log. */
  setSha256: z.string(),
});
export type ExportReport = z.infer<typeof exportReportSchema>;

/** What may go out with real films. */
const realFilmOptions = {
  /** Texts and labels of real films go along: reports can name a patient. */
  realTexts: z.boolean(),
  /** Somebody looked at the real films (and edits of them) and found no name or date in the pictures. */
  picturesChecked: z.boolean(),
};

export const exportCalls = {
  'export.survey': {
    role: 'coordinator',
    kind: 'query',
    input: z.strictObject({ choice: filmChoiceSchema }),
    output: exportSurveySchema,
  },
  /** The folder that the set's folder is made in; main keeps its path. Null when the dialog was closed. */
  'export.chooseFolder': {
    role: 'coordinator',
    kind: 'command',
    input: nothing,
    output: z.strictObject({ placeId: z.string(), folderName: z.string() }).nullable(),
  },
  /** Writes the set: whole, or nothing of it. */
  'export.run': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({
      choice: filmChoiceSchema,
      format: exportFormatSchema,
      placeId: z.string(),
      name: setNameSchema,
      ...realFilmOptions,
    }),
    output: exportReportSchema,
  },
  'export.cancel': { role: 'coordinator', kind: 'command', input: nothing, output: nothing },
  /** Writes one film into a file of its own; synthetic films carry their recipe. Null when the dialog was closed. */
  'export.film': {
    role: 'coordinator',
    kind: 'command',
    input: z.strictObject({ filmId: filmIdSchema, format: exportFormatSchema }),
    output: z.strictObject({ fileName: z.string() }).nullable(),
  },
} as const satisfies Record<string, CallDefinition>;
