import { canonicalJson } from '../base/canonical-json.ts';
import type { ReaderPlan } from './reader-plan.ts';

/**
 * Whether a plan is a later one of the same reader: the phases and sessions of the one before as they were, further
 * ones at the end, or the word that none follow; questions of its phases, and of no earlier one, are added.
 */
export function continuesPlan(before: ReaderPlan, after: ReaderPlan): boolean {
  return before.morePhases && canonicalJson(before) === canonicalJson(beginning(before, after));
}

/** What of `after` stands where `before` does. */
function beginning(before: ReaderPlan, after: ReaderPlan): ReaderPlan {
  const known = new Set(before.instrument.stages.map(({ id }) => id));
  return {
    ...after,
    morePhases: before.morePhases,
    instrument: {
      ...after.instrument,
      stages: after.instrument.stages.filter(({ id }) => known.has(id)),
      items: after.instrument.items.filter(({ stage }) => known.has(stage)),
    },
    phases: after.phases.slice(0, before.phases.length),
    sessions: after.sessions.slice(0, before.sessions.length),
  };
}
