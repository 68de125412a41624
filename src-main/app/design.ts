import { filmCandidates } from './design-candidates.ts';
import { draftHandlers } from './design-drafts.ts';
import type { HandlersOf } from './handlers.ts';
import type { AppPorts } from './ports.ts';

type Built = 'design.create' | 'design.get' | 'design.update' | 'design.candidates';

/** Designing a study: its draft, what stands in the way of it, how its films will look, and the freeze. */
export function designHandlers(ports: AppPorts): Pick<HandlersOf<'design'>, Built> {
  return {
    ...draftHandlers(ports),
    'design.candidates': (_input, session) => filmCandidates(ports, session),
  };
}
