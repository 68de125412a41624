import { z } from 'zod';
import type { FilmId, UserId } from '../../../src-core/base/ids.ts';
import { nameSchema } from '../../../src-core/contract/common.ts';
import type { FilmCandidate } from '../../../src-core/contract/design-calls.ts';
import { seedSchema } from '../../../src-core/contract/generation-calls.ts';
import {
  DRAFT_FORMAT_VERSION,
  type DraftFilm,
  type StudyDraft,
  studyDraftSchema,
} from '../../../src-core/study/draft.ts';
import { INSTRUMENT_PRESETS } from '../../../src-core/study/instrument-presets.ts';
import { newDraft } from '../../../src-core/study/new-draft.ts';
import { badInput } from '../exit.ts';

const draft = studyDraftSchema.unwrap().shape;
const film = draft.films.element.shape;
const reader = draft.readers.element.shape;

/** Which films of the library an entry means; what is not named does not matter. */
const filterSchema = z.strictObject({
  kind: z.enum(['real', 'synthetic']).optional(),
  decision: z.enum(['undecided', 'keep']).optional(),
  /** In upper or lower case. */
  textContains: z.string().min(1).optional(),
  modelName: z.string().min(1).optional(),
  edited: z.boolean().optional(),
  finding: z.string().nullable().optional(),
  view: z.string().nullable().optional(),
});

const filmsSchema = z
  .strictObject({
    filmId: film.filmId.optional(),
    filter: filterSchema.optional(),
    arm: film.arm,
    role: film.role.default('reading'),
    /** `from-text`: what the text is found to say. */
    finding: z.union([z.literal('from-text'), film.finding]).default('from-text'),
    view: z.union([z.literal('from-text'), film.view]).default('from-text'),
    text: film.text.default(null),
    textFrom: film.textFrom.default(null),
    textControl: film.textControl.default({ kind: 'matched' }),
    expected: film.expected.default(null),
    feedback: film.feedback.default(null),
  })
  .refine((entry) => (entry.filmId === undefined) !== (entry.filter === undefined), {
    message: 'names either filmId or filter',
  });

/** A study as a file: a draft whose films are named by id or by what they are, and whose readers by name. */
export const studyDescriptionSchema = z.strictObject({
  kind: z.literal('lightbox-study'),
  formatVersion: z.literal(DRAFT_FORMAT_VERSION),
  name: nameSchema,
  /** Of the draft; the freeze draws the order's own from it and a salt. Null: drawn at random. */
  seed: seedSchema.nullable(),
  readers: z.array(z.strictObject({ name: nameSchema, profile: reader.profile.default(null) })),
  films: z.array(filmsSchema),
  arms: draft.arms,
  design: draft.design,
  rules: draft.rules,
  normalisation: draft.normalisation,
});
export type StudyDescription = z.infer<typeof studyDescriptionSchema>;

/** A description to begin with. @throws LightboxError BAD_INPUT naming the presets there are */
export function templateOf(presetId: string): z.input<typeof studyDescriptionSchema> {
  const preset = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === presetId);
  if (preset === undefined) {
    const known = INSTRUMENT_PRESETS.map(({ instrument }) => instrument.id).join(', ');
    throw badInput(`--template takes ${known}, not "${presetId}"`);
  }
  const {
    formatVersion,
    readers: _readers,
    films: _films,
    arms,
    design,
    rules,
    normalisation,
  } = newDraft(preset);
  const [real, made] = arms;
  return {
    kind: 'lightbox-study',
    formatVersion,
    name: 'Name that readers may see',
    seed: null,
    readers: [{ name: 'First reader' }, { name: 'Second reader' }],
    films: [
      { filter: { kind: 'real' }, arm: real?.id ?? 'real' },
      { filter: { kind: 'synthetic', decision: 'keep' }, arm: made?.id ?? 'synthetic' },
    ],
    arms,
    design,
    rules,
    normalisation,
  };
}

/** @throws LightboxError BAD_INPUT naming the field */
export function parseDescription(text: string, file: string): StudyDescription {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badInput(`${file} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = studyDescriptionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw badInput(
    `${file}: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'is no description of a study'}`,
  );
}

/**
 * The draft that a description means in this library. Films named by id are taken first, then those of the filters in
 * their order; a film that an earlier entry has is not taken again.
 *
 * @param readers ids, in the description's order.
 * @throws LightboxError BAD_INPUT for an entry that means no film
 */
export function draftOfDescription(
  { arms, design, rules, normalisation, films, readers: named }: StudyDescription,
  candidates: readonly FilmCandidate[],
  readers: readonly UserId[],
): StudyDraft {
  const byId = new Map(candidates.map((candidate) => [candidate.filmId as string, candidate]));
  const taken = new Map<FilmId, DraftFilm>();
  const entries = films.map((entry, index) => ({ entry, index }));
  const ordered = [
    ...entries.filter(({ entry }) => entry.filmId !== undefined),
    ...entries.filter(({ entry }) => entry.filmId === undefined),
  ];
  for (const { entry, index } of ordered) {
    const { filmId, filter, ...stated } = entry;
    const own = filmId === undefined ? undefined : byId.get(filmId);
    const meant = filter === undefined ? (own === undefined ? [] : [own]) : candidates.filter(fits(filter));
    const free = meant.filter((candidate) => !taken.has(candidate.filmId));
    if (free.length === 0) throw badInput(noFilm(index, filmId, meant.length));
    for (const candidate of free) {
      taken.set(candidate.filmId, {
        ...stated,
        filmId: candidate.filmId,
        finding: stated.finding === 'from-text' ? candidate.finding : stated.finding,
        view: stated.view === 'from-text' ? candidate.view : stated.view,
      });
    }
  }
  return {
    formatVersion: DRAFT_FORMAT_VERSION,
    rules,
    design,
    arms,
    films: [...taken.values()],
    readers: named.map(({ profile }, index) => ({ userId: readers[index] ?? ('' as UserId), profile })),
    normalisation,
  };
}

function noFilm(index: number, filmId: string | undefined, meant: number): string {
  const entry = `films.${index}`;
  if (filmId !== undefined) return `${entry}: the library has no film ${filmId} that is not rejected`;
  return meant === 0
    ? `${entry}: its filter fits no film of the library`
    : `${entry}: every film that its filter fits stands in an earlier entry`;
}

function fits(filter: z.infer<typeof filterSchema>): (candidate: FilmCandidate) => boolean {
  const { textContains, ...exact } = filter;
  return (candidate) =>
    (textContains === undefined || candidate.text.toLowerCase().includes(textContains.toLowerCase())) &&
    Object.entries(exact).every(
      ([field, value]) => value === undefined || candidate[field as keyof typeof exact] === value,
    );
}
