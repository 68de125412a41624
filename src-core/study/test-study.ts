import { LightboxError } from '../base/errors.ts';
import type { CaseId, FilmId } from '../base/ids.ts';
import type { DraftFilm } from './draft.ts';
import type { Protocol, ProtocolCase, ProtocolInput } from './protocol.ts';
import { defaultRules } from './protocol-defaults.ts';
import { validateProtocol } from './protocol-freeze.ts';

/** A case for tests: read in the analysis, with a text of its own, of no patient and no prompt. */
export function testCase(name: string, arm: string, change: Partial<ProtocolCase> = {}): ProtocolCase {
  return {
    caseId: `case-${name}` as CaseId,
    filmId: `film-${name}` as FilmId,
    arm,
    role: 'reading',
    patient: null,
    prompt: null,
    finding: null,
    view: null,
    derivedFrom: null,
    text: `Text of ${name}.`,
    textFrom: null,
    textControl: { kind: 'matched' },
    expected: null,
    feedback: null,
    ...change,
  };
}

/** A film of a draft: read, of no finding and no view, with its own text. */
export function draftFilm(filmId: FilmId, arm: string, change: Partial<DraftFilm> = {}): DraftFilm {
  return {
    filmId,
    arm,
    role: 'reading',
    finding: null,
    view: null,
    text: null,
    textFrom: null,
    textControl: { kind: 'matched' },
    expected: null,
    feedback: null,
    ...change,
  };
}

/** An arm for tests whose flow counts fit these cases. */
export function testArm(
  id: string,
  kind: Protocol['arms'][number]['kind'],
  cases: readonly ProtocolCase[],
): Protocol['arms'][number] {
  const used = cases.filter(({ arm }) => arm === id).length;
  return {
    id,
    kind,
    model: null,
    selection: { rule: 'curated', statement: 'Kept by one coordinator.' },
    flow: { generated: used + 3, rejected: 2, kept: used, used },
  };
}

const CASES = ['real-1', 'real-2', 'synthetic-1', 'synthetic-2'].map((name) =>
  testCase(name, name.split('-')[0] ?? ''),
);

export const TEST_PROTOCOL_INPUT = {
  ...defaultRules(),
  name: 'Pilot',
  seed: 7,
  ethics: { status: 'approved', reference: 'IRB 2026-17' },
  design: { kind: 'single-film' },
  arms: [testArm('real', 'real', CASES), testArm('synthetic', 'synthetic', CASES)],
  cases: CASES,
  wording: { rule: 'as-written', statement: 'Reports and prompts as they are.' },
  readers: [
    { id: 'reader-a', name: 'Ada', profile: { experienceYears: 12, subspecialty: 'chest' } },
    { id: 'reader-b', name: 'Ben', profile: null },
  ],
  stopping: { rule: 'when-complete', statement: 'When all readers have read all cases.' },
  normalisation: {
    matrixSizePx: 256,
    windowRule: 'percentiles 0.5 to 99.5',
    codec: 'none',
    markers: 'keep',
  },
  createdWith: { product: 'Roentgen Lightbox', version: '0.1.0' },
} satisfies ProtocolInput;

/** A small valid protocol for tests: two real and two synthetic cases, two readers. */
export const TEST_PROTOCOL: Protocol = validateProtocol(TEST_PROTOCOL_INPUT);

/** Ids in a row, in place of random ones. */
export function counter(name: string): () => string {
  let next = 0;
  return () => {
    next += 1;
    return `${name}-${next}`;
  };
}

/** The error that `run` is refused with; fails where nothing is refused. */
export function refusalOf(run: () => unknown): LightboxError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof LightboxError) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}
