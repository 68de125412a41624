import { firstRepeated, groupBy } from '../base/collections.ts';
import type { FilmId } from '../base/ids.ts';
import type { Protocol, ProtocolArm, ProtocolCase } from './protocol.ts';
import { about, type ProtocolProblem, problem, type TopicalProblem } from './protocol-problem.ts';

/** What is wrong with arms and cases by themselves: ids, films, texts, clusters, flow counts. */
export function caseProblems(protocol: Protocol): TopicalProblem[] {
  const { arms, cases } = protocol;
  const problems: ProtocolProblem[] = [];
  const armTwice = firstRepeated(arms.map(({ id }) => id));
  if (armTwice !== null)
    problems.push(problem(`The arm "${armTwice}" is declared twice.`, { arm: armTwice }));
  const caseTwice = firstRepeated(cases.map(({ caseId }) => caseId));
  if (caseTwice !== null)
    problems.push(problem(`The case ${caseTwice} is there twice.`, { caseId: caseTwice }));
  problems.push(...filmProblems(cases));
  for (const entry of cases) problems.push(...oneCase(entry, arms));
  for (const arm of arms) problems.push(...oneArm(arm, cases));
  return [
    ...about('films', problems),
    ...about('films', clusterProblems(protocol)),
    ...about('training', separationProblems(cases)),
    ...about('texts', wordingProblems(protocol)),
    ...about('texts', controlProblems(protocol)),
  ];
}

function filmProblems(cases: readonly ProtocolCase[]): ProtocolProblem[] {
  return [...groupBy(cases, ({ filmId }) => filmId)].flatMap(([filmId, [first, other]]) =>
    first === undefined || other === undefined
      ? []
      : problem(`The cases ${first.caseId} and ${other.caseId} show the same film ${filmId}.`, {
          caseId: other.caseId,
          filmId,
        }),
  );
}

function oneCase(entry: ProtocolCase, arms: readonly ProtocolArm[]): ProtocolProblem[] {
  const { caseId, filmId, arm, role, text, textControl, derivedFrom } = entry;
  const declared = arms.find(({ id }) => id === arm);
  const problems: ProtocolProblem[] = [];
  const add = (what: string, details: Record<string, string> = {}): void => {
    problems.push(problem(`The case ${caseId} ${what}`, { caseId, ...details }));
  };
  if (declared === undefined) add(`is of the arm "${arm}", which is not declared.`, { arm });
  if (text.trim() === '') add(`(film ${filmId}) has no text; give it its report or prompt.`, { filmId });
  const made = declared?.kind === 'edited' || declared?.kind === 'autoencoded';
  if (made && derivedFrom === null) add(`is ${declared.kind} but does not name the film it was made from.`);
  if (declared !== undefined && !made && derivedFrom !== null) {
    add(`names a film it was made from, but its arm "${arm}" is ${declared.kind}.`, { arm });
  }
  if (derivedFrom === filmId) add('names itself as the film it was made from.');
  if (textControl.kind === 'mismatched' && textControl.originalText.trim() === text.trim()) {
    add('is said to have a mismatched text, which equals the matched one.');
  }
  if (textControl.kind === 'mismatched' && role !== 'reading') {
    add(`is a ${role} case: only cases of the analysis have mismatched texts.`);
  }
  if (role === 'reading' && (entry.expected !== null || entry.feedback !== null)) {
    add('is read for the analysis and must hold no expected answers and no feedback.');
  }
  if (role !== 'training' && entry.feedback !== null && role !== 'reading') {
    add(`is a ${role} case: only training cases have feedback.`);
  }
  if (role === 'calibration' && entry.expected !== null)
    add('is a calibration case and has no expected answers.');
  return problems;
}

function oneArm({ id, flow, selection }: ProtocolArm, cases: readonly ProtocolCase[]): ProtocolProblem[] {
  const own = cases.filter(({ arm }) => arm === id);
  const problems: ProtocolProblem[] = [];
  const add = (what: string): void => {
    problems.push(problem(`The arm "${id}" ${what}`, { arm: id }));
  };
  if (own.every(({ role }) => role !== 'reading')) add('has no case.');
  const { generated, rejected, kept, used } = flow;
  if (used !== own.length) add(`is said to use ${used} film(s), but the study holds ${own.length}.`);
  if (rejected + kept > generated) {
    add(`cannot have ${rejected} rejected and ${kept} kept film(s) out of ${generated} generated.`);
  }
  if (used > kept) add(`uses ${used} film(s) but kept only ${kept}.`);
  if (selection.rule === 'all' && used < kept) {
    add(`is said to use all films kept (${kept}), but uses ${used}.`);
  }
  if (selection.rule === 'random' && selection.count !== used) {
    add(`is said to draw ${selection.count} film(s) at random, but uses ${used}.`);
  }
  return problems;
}

/** One film per patient and one image per prompt, where the protocol does not declare clusters. */
function clusterProblems({ clusters, cases }: Protocol): ProtocolProblem[] {
  const repeats = (what: 'patient' | 'prompt', rule: string): ProtocolProblem[] =>
    [
      ...groupBy(
        cases.filter((entry) => entry[what] !== null),
        (entry) => entry[what] ?? '',
      ),
    ].flatMap(([key, [first, other]]) =>
      first === undefined || other === undefined
        ? []
        : problem(
            `The cases ${first.caseId} and ${other.caseId} share the ${what} "${key}", but the protocol promises ${rule}. Take one out, or declare the ${what}s as clusters.`,
            { caseId: other.caseId, [what]: key },
          ),
    );
  return [
    ...(clusters.patients === 'one-film' ? repeats('patient', 'one film per patient') : []),
    ...(clusters.prompts === 'one-image' ? repeats('prompt', 'one image per prompt') : []),
  ];
}

/** What a reader learns from or is checked on must not come back in the analysis, as itself or as an edit. */
function separationProblems(cases: readonly ProtocolCase[]): ProtocolProblem[] {
  const read = cases.filter(({ role }) => role === 'reading');
  const byPatient = new Map(
    read.flatMap((entry) => (entry.patient === null ? [] : [[entry.patient, entry]])),
  );
  const related = groupBy(cases, ({ derivedFrom, filmId }): FilmId => derivedFrom ?? filmId);
  return cases
    .filter(({ role }) => role !== 'reading')
    .flatMap((entry) => {
      const twin = entry.patient === null ? undefined : byPatient.get(entry.patient);
      const kin = (related.get(entry.derivedFrom ?? entry.filmId) ?? []).find((other) => other !== entry);
      return [
        ...(twin === undefined
          ? []
          : [
              problem(
                `The ${entry.role} case ${entry.caseId} and the case ${twin.caseId} are of the same patient.`,
                { caseId: entry.caseId, patient: entry.patient ?? '' },
              ),
            ]),
        ...(kin === undefined
          ? []
          : [
              problem(
                `The ${entry.role} case ${entry.caseId} and the case ${kin.caseId} are edits of one film, or such a film and its source.`,
                { caseId: entry.caseId },
              ),
            ]),
      ];
    });
}

function wordingProblems({ wording, cases, arms }: Protocol): ProtocolProblem[] {
  if (wording.rule !== 'from-real-text') return [];
  const made = new Set(arms.filter(({ kind }) => kind === 'synthetic').map(({ id }) => id));
  return cases
    .filter(({ arm, textFrom }) => made.has(arm) && textFrom === null)
    .map(({ caseId }) =>
      problem(
        `The case ${caseId} does not say which real film's text it was made from, though the protocol promises that every synthetic film was.`,
        { caseId },
      ),
    );
}

/** Mismatched texts in one arm alone would tell the arm. */
function controlProblems({ arms, cases }: Protocol): ProtocolProblem[] {
  const read = cases.filter(({ role }) => role === 'reading');
  const armsWith = new Set(
    read.filter(({ textControl }) => textControl.kind === 'mismatched').map(({ arm }) => arm),
  );
  if (armsWith.size === 0) return [];
  const without = arms.filter(({ id }) => !armsWith.has(id) && read.some(({ arm }) => arm === id));
  return without.map(({ id }) =>
    problem(
      `The arm "${id}" has no mismatched text while ${[...armsWith].map((arm) => `"${arm}"`).join(', ')} has: the control must be in every arm.`,
      { arm: id },
    ),
  );
}
