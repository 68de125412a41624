import type { FilmId, UserId } from '../../../../src-core/base/ids.ts';
import type { DesignCheck, DesignView } from '../../../../src-core/contract/design-calls.ts';
import { seedSchema } from '../../../../src-core/contract/generation-calls.ts';
import { type DraftRules, type StudyDraft, studyDraftSchema } from '../../../../src-core/study/draft.ts';
import type { ProblemTopic } from '../../../../src-core/study/protocol-problem.ts';

/** A study as it is being designed. Null seed: the field is empty or holds no number. */
export interface Design {
  readonly name: string;
  readonly seed: number | null;
  readonly draft: StudyDraft;
}

/** The sections of the editor: what a first study needs, what has sensible defaults, and the end. */
export const SECTIONS = [
  'films',
  'readers',
  'instrument',
  'design',
  'texts',
  'phases',
  'training',
  'rules',
  'endpoints',
  'order',
  'normalisation',
  'summary',
] as const satisfies readonly (ProblemTopic | 'summary')[];
export type DesignSection = (typeof SECTIONS)[number];

/** `problem`: something is in the way of freezing; `needed`: nothing is chosen yet; `ready`: nothing to be done. */
export type SectionState = 'ready' | 'needed' | 'problem';

/** An entry that cannot be stored as it stands. */
export interface DraftFault {
  readonly section: DesignSection;
  /** What a rule of this product says; null where an entry is missing or out of its range, which its field says. */
  readonly message: string | null;
}

export const designOf = ({ name, seed, draft }: DesignView): Design => ({ name, seed, draft });

export function nameIsValid(name: string): boolean {
  const length = name.trim().length;
  return length > 0 && length <= 120;
}

export const seedIsValid = (seed: number | null): boolean => seedSchema.safeParse(seed).success;

/** What keeps the draft from being stored: missing or impossible entries, by section. */
export function draftFaults(draft: StudyDraft): DraftFault[] {
  const parsed = studyDraftSchema.safeParse(draft);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ code, path, message }) => ({
    section: sectionOfPath(path),
    message: code === 'custom' ? message : null,
  }));
}

const SECTION_OF_RULE: Readonly<Record<keyof DraftRules, DesignSection>> = {
  ethics: 'rules',
  clusters: 'rules',
  wording: 'texts',
  instrument: 'instrument',
  phases: 'phases',
  training: 'training',
  calibration: 'training',
  attention: 'training',
  repeats: 'training',
  backNavigation: 'rules',
  pauses: 'rules',
  gates: 'rules',
  stopping: 'rules',
  unblinding: 'rules',
  endpoints: 'endpoints',
  order: 'order',
};

function sectionOfPath(path: readonly PropertyKey[]): DesignSection {
  const [part, second, third] = path;
  switch (part) {
    case 'films':
      return third === 'textControl' || third === 'text' ? 'texts' : 'films';
    case 'arms':
      return 'films';
    case 'design':
      return 'design';
    case 'readers':
      return 'readers';
    case 'normalisation':
      return 'normalisation';
    case 'rules':
      if (second === 'gates' && third === 'instructions') return 'phases';
      return isRule(second) ? SECTION_OF_RULE[second] : 'rules';
    default:
      return 'summary';
  }
}

function isRule(name: unknown): name is keyof DraftRules {
  return typeof name === 'string' && Object.hasOwn(SECTION_OF_RULE, name);
}

/** What main can store: a name, a seed and a draft of the contract's shape. */
export function isStorable(design: Design): design is Design & { readonly seed: number } {
  return nameIsValid(design.name) && seedIsValid(design.seed) && draftFaults(design.draft).length === 0;
}

/** Whether two designs say the same. Drafts are changed by copying, so that what is the same object is the same. */
export function sameDesign(first: Design, second: Design): boolean {
  return (
    first.name.trim() === second.name.trim() &&
    first.seed === second.seed &&
    (first.draft === second.draft || JSON.stringify(first.draft) === JSON.stringify(second.draft))
  );
}

/** How each section stands: by what cannot be stored, by what the check found, by what a study cannot do without. */
export function sectionStates(
  { draft, seed }: Design,
  faults: readonly DraftFault[],
  check: Pick<DesignCheck, 'problems'> | undefined,
): Readonly<Record<DesignSection, SectionState>> {
  const wrong = new Set<string>([
    ...faults.map(({ section }) => section),
    ...(seedIsValid(seed) ? [] : ['order']),
    ...(check?.problems ?? []).map(({ topic }) => topic),
  ]);
  const needed = new Set<DesignSection>([
    ...(draft.films.length === 0 ? (['films', 'summary'] as const) : []),
    ...(draft.readers.length === 0 ? (['readers', 'summary'] as const) : []),
    ...(check === undefined ? (['summary'] as const) : []),
  ]);
  if (wrong.size > 0) wrong.add('summary');
  const stateOf = (section: DesignSection): SectionState => {
    if (needed.has(section)) return 'needed';
    return wrong.has(section) ? 'problem' : 'ready';
  };
  return Object.fromEntries(SECTIONS.map((section) => [section, stateOf(section)])) as Readonly<
    Record<DesignSection, SectionState>
  >;
}

export function withRules(draft: StudyDraft, rules: Partial<DraftRules>): StudyDraft {
  return { ...draft, rules: { ...draft.rules, ...rules } };
}

/** Puts a reader in at the end with an empty profile, or takes the reader out, also out of adjudications. */
export function withReader(draft: StudyDraft, userId: UserId, chosen: boolean): StudyDraft {
  const others = draft.readers.filter((reader) => reader.userId !== userId);
  if (chosen) return { ...draft, readers: [...others, { userId, profile: null }] };
  const phases = draft.rules.phases.map((phase) =>
    phase.kind === 'adjudication'
      ? { ...phase, readers: phase.readers.filter((reader) => reader !== userId) }
      : phase,
  );
  return withRules({ ...draft, readers: others }, { phases });
}

type Profile = NonNullable<StudyDraft['readers'][number]['profile']>;

/** Changes what is known of a reader; a profile that says nothing is none. */
export function withProfile(draft: StudyDraft, userId: UserId, part: Partial<Profile>): StudyDraft {
  return {
    ...draft,
    readers: draft.readers.map((reader) => {
      if (reader.userId !== userId) return reader;
      const profile = { experienceYears: null, subspecialty: null, ...reader.profile, ...part };
      const empty = profile.experienceYears === null && profile.subspecialty === null;
      return { ...reader, profile: empty ? null : profile };
    }),
  };
}

/** The films of a role, in the draft's order. */
export function filmsOfRole(draft: StudyDraft, role: StudyDraft['films'][number]['role']) {
  return draft.films.filter((film) => film.role === role);
}

export function withFilm(
  draft: StudyDraft,
  filmId: FilmId,
  part: Partial<StudyDraft['films'][number]>,
): StudyDraft {
  return {
    ...draft,
    films: draft.films.map((film) => (film.filmId === filmId ? { ...film, ...part } : film)),
  };
}
