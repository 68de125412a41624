import { findingTerm } from './findings.ts';
import { statedFacts } from './stated-facts.ts';

/** Strata of a study's balance, as a text states them; null: nothing found. */
export interface ProposedStrata {
  readonly finding: string | null;
  readonly view: string | null;
}

/** The stratum of films whose text states no disease. */
export const NO_FINDING = 'no finding';

/**
 * What a film's text proposes as its finding and view: the first disease stated as present, in the vocabulary's order
 * (one word for one stratum, whatever else the text names), else "no finding" where the text says so or states
 * absences alone. Devices are no stratum. A proposal: the coordinator decides.
 */
export function proposedStrata(text: string): ProposedStrata {
  const { present, absent, normal, view } = statedFacts(text);
  const disease = present.map(findingTerm).find(({ kind }) => kind === 'disease');
  const none = normal || (absent.length > 0 && present.length === 0);
  return {
    finding: disease?.singular ?? (none ? NO_FINDING : null),
    view: view === 'none' ? null : view,
  };
}
