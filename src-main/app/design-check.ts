import { toLightboxError } from '../../src-core/base/errors.ts';
import type { CaseId, FilmId } from '../../src-core/base/ids.ts';
import type { DesignCheck, DesignProblem } from '../../src-core/contract/design-calls.ts';
import type { NormalisationPlan } from '../../src-core/imaging/normalise.ts';
import type { DraftCheck } from '../../src-core/study/draft-check.ts';
import type { TopicalProblem } from '../../src-core/study/protocol-problem.ts';
import type { Study } from '../store/ports.ts';
import { contextOf, type DraftedFilms, draftedFilms, planOf } from './drafted-films.ts';
import { patientOf } from './film-facts.ts';
import { freezeWarnings } from './freeze-warnings.ts';
import type { AppPorts } from './ports.ts';

/** What stands in the way of freezing a draft, what its coordinator should know before, and what it says in words. */
export async function checkDesign(ports: AppPorts, study: Study): Promise<DesignCheck> {
  const drafted = await draftedFilms(ports, study);
  const planned = planOrProblem(drafted);
  if ('problem' in planned) {
    return {
      problems: [planned.problem],
      warnings: [],
      summary: [],
      matrixSizePx: null,
      codec: 'none',
      cases: 0,
      sessions: 0,
    };
  }
  const { plan } = planned;
  const { check, codec } = await judge(ports, drafted, plan);
  const { problems, warnings, summary, cases, sessions } = check;
  const ids = new Set<string>(drafted.facts.keys());
  return {
    problems: problems.map((problem) => toDesignProblem(problem, ids)),
    warnings: [
      ...warnings,
      ...freezeWarnings(drafted.films, plan, (film) => patientOf(ports.store, film), {
        sets: drafted.draft.design.kind !== 'single-film',
      }),
    ],
    summary: summary.map(({ topic, sentences }) => ({ topic, sentences: [...sentences] })),
    matrixSizePx: plan.matrixSizePx,
    codec,
    cases,
    sessions,
  };
}

/** Judges a draft with its films' own ids as those of its cases, so that what is said names the films. */
export async function judge(
  ports: AppPorts,
  drafted: DraftedFilms,
  plan: NormalisationPlan,
  signal?: AbortSignal,
): Promise<{ readonly check: DraftCheck; readonly codec: string }> {
  const ids = new Map([...drafted.facts.keys()].map((id) => [id, id as string as CaseId]));
  const context = await contextOf(ports, drafted, plan, ids, signal);
  const { draft, facts } = drafted;
  return {
    check: await ports.studyWork.check({ draft, facts, context }),
    codec: context.normalisation.codec,
  };
}

function planOrProblem(
  drafted: DraftedFilms,
): { readonly plan: NormalisationPlan } | { readonly problem: DesignProblem } {
  if (drafted.films.length === 0) {
    return {
      problem: { topic: 'films', message: 'The study has no film. Choose some.', filmId: null },
    };
  }
  try {
    return { plan: planOf(drafted) };
  } catch (thrown) {
    return {
      problem: { topic: 'normalisation', message: toLightboxError(thrown).message, filmId: null },
    };
  }
}

function toDesignProblem(
  { topic, message, details }: TopicalProblem,
  films: ReadonlySet<string>,
): DesignProblem {
  const named = [details['filmId'], details['caseId']].find((id) => id !== undefined && films.has(id));
  return { topic, message, filmId: (named as FilmId | undefined) ?? null };
}
