/** Everything that reaches a reader's window, and a search of it for what no reader may have. */
import type { ReaderCaseId } from '../../../src-core/base/ids.ts';
import type { CallName } from '../../../src-core/contract/contract.ts';
import { type ReadingStep, readingStepSchema } from '../../../src-core/contract/reader-calls.ts';
import type { Truth } from '../../../src-core/study/sealed-truth.ts';
import type { AppSession } from '../session.ts';
import type { TestApp } from './test-app.ts';

export type Received =
  | {
      readonly kind: 'answer';
      readonly name: CallName;
      readonly input: unknown;
      /** What the call was answered with: a value, or an error as it crosses. */
      readonly answer: unknown;
    }
  | {
      readonly kind: 'pixels';
      readonly url: string;
      readonly byteLength: number;
      readonly bytes: Uint8Array;
    };

/** The app as one reader's window has it: each answer and each film that it fetches is written down. */
export function recordReader(test: Pick<TestApp, 'app' | 'call'>): Pick<TestApp, 'call'> & {
  readonly received: readonly Received[];
  fetchFilm(session: AppSession, url: string): Promise<Uint8Array | undefined>;
} {
  const received: Received[] = [];
  return {
    received,
    call: async (session, name, input) => {
      try {
        const answer = await test.call(session, name, input);
        received.push({ kind: 'answer', name, input, answer });
        return answer;
      } catch (thrown) {
        const error = thrown instanceof Error ? { ...thrown, message: thrown.message } : thrown;
        received.push({ kind: 'answer', name, input, answer: error });
        throw thrown;
      }
    },
    fetchFilm: async (session, url) => {
      const bytes = await test.app.pixels(session, url.slice('app://blob/'.length));
      if (bytes !== undefined) received.push({ kind: 'pixels', url, byteLength: bytes.byteLength, bytes });
      return bytes;
    },
  };
}

/**
 * What of the truth stands in what a reader received, or came too early, or has a form of its own; empty: nothing.
 * Names of arms are not looked for where an instrument says the same word: give a test's arms names of their own.
 *
 * @param more texts that no reader may see, besides what the truth holds: hashes of blobs, for example.
 */
export function leaksIn(received: readonly Received[], truth: Truth, more: readonly string[] = []): string[] {
  const secrets = [...secretsOf(truth), ...more];
  const texts = textsOf(truth);
  const { stages } = truth.protocol.instrument;
  const withText = new Set(stages.filter(({ shows }) => shows === 'film-and-text').map(({ id }) => id));
  const answers = received.filter((entry) => entry.kind === 'answer');
  const pixels = received.filter((entry) => entry.kind === 'pixels');
  const steps = answers.flatMap(({ answer }) => stepIn(answer) ?? []);
  return [
    ...answers.flatMap(({ name, answer }) => {
      const sent = JSON.stringify(answer);
      const told = secrets.filter((secret) => sent.includes(JSON.stringify(secret).slice(1, -1)));
      const fields = FIELDS.filter((field) => sent.includes(`"${field}":`));
      const early = earlyTexts(sent, stepIn(answer), texts, withText);
      return [...told, ...fields, ...early].map((what) => `${name}: ${what}`);
    }),
    ...differing(
      'lengths of films',
      pixels.map(({ byteLength }) => String(byteLength)),
    ),
    ...differing(
      'lengths of addresses',
      steps.flatMap(addressesOf).map(({ length }) => String(length)),
    ),
    ...steps.flatMap(({ kind }) =>
      differing(`forms of the step ${kind}`, steps.filter((step) => step.kind === kind).map(fieldsOf)),
    ),
  ];
}

const addressesOf = (step: ReadingStep): readonly string[] => ('films' in step ? step.films : []);
const fieldsOf = (step: ReadingStep): string => Object.keys(step).sort().join(' ');

/** Nothing where all are alike: only then do they tell no case from another. */
function differing(what: string, values: readonly string[]): string[] {
  const unlike = new Set(values).size;
  return unlike > 1 ? [`${unlike} ${what}`] : [];
}

/** Of protocols, allocations and films; no answer to a reader has a field of such a name. */
const FIELDS = [
  'arm',
  'role',
  'caseId',
  'filmId',
  'unitId',
  'repeatOf',
  'seed',
  'patient',
  'prompt',
  'derivedFrom',
];

function stepIn(answer: unknown): ReadingStep | null {
  if (typeof answer !== 'object' || answer === null || !('step' in answer)) return null;
  return readingStepSchema.parse(answer.step);
}

/** Ids of cases, films, sets and arms, patients, prompts: whatever only the coordinator knows. */
export function secretsOf({ protocol, allocations }: Truth): string[] {
  const asked = JSON.stringify(protocol.instrument);
  const arms = protocol.arms.map(({ id }) => id).filter((id) => !asked.includes(id));
  const { design } = protocol;
  return [
    ...arms,
    ...protocol.arms.flatMap(({ model }) => (model === null ? [] : [model.name])),
    ...protocol.cases.flatMap(({ caseId, filmId, patient, prompt, derivedFrom, textFrom }) =>
      [caseId, filmId, patient, prompt, derivedFrom, textFrom].filter((value) => value !== null),
    ),
    ...(design.kind === 'single-film' ? [] : design.sets.map(({ setId }) => setId)),
    ...allocations.flatMap(({ sessions }) =>
      sessions.flatMap(({ trials }) => trials.map(({ unitId }) => unitId)),
    ),
  ];
}

function textsOf({ protocol, allocations }: Truth): ReadonlyMap<string, ReadonlySet<ReaderCaseId>> {
  const owners = new Map(protocol.cases.map(({ caseId, text }) => [caseId, text]));
  const texts = new Map<string, Set<ReaderCaseId>>();
  for (const { sessions } of allocations) {
    for (const { training, trials } of sessions) {
      for (const { readerCaseId, films } of [...training, ...trials]) {
        for (const { caseId } of films) {
          const text = owners.get(caseId) ?? '';
          if (text !== '') texts.set(text, (texts.get(text) ?? new Set()).add(readerCaseId));
        }
      }
    }
  }
  return texts;
}

/** Texts of cases elsewhere than in the step of their case, at a stage that shows them, with all before it locked. */
function earlyTexts(
  sent: string,
  step: ReadingStep | null,
  texts: ReadonlyMap<string, ReadonlySet<ReaderCaseId>>,
  withText: ReadonlySet<string>,
): string[] {
  const shown = step !== null && 'stage' in step && withText.has(step.stage) ? step : null;
  const before = shown === null ? [] : shown.stages.slice(0, shown.stages.indexOf(shown.stage));
  const isLocked = shown !== null && before.every((stage, index) => shown.locked[index]?.stage === stage);
  return [...texts].flatMap(([text, owners]) => {
    const times = sent.split(JSON.stringify(text).slice(1, -1)).length - 1;
    const allowed =
      shown !== null && isLocked && shown.text === text && owners.has(shown.readerCaseId) ? 1 : 0;
    return times > allowed ? [`the text "${text}"`] : [];
  });
}
