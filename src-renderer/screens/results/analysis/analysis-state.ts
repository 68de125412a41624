import type { LightboxError } from '../../../../src-core/base/errors.ts';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { AnalysisView } from '../../../../src-core/contract/analysis-calls.ts';
import type { EventPayload } from '../../../../src-core/contract/events.ts';
import { DEFAULT_SETTINGS, type SettingsDraft } from './settings-draft.ts';

/** What an analysis is of: a study of this workstation, or the file that was chosen last. */
export type Subject =
  | { readonly kind: 'study'; readonly studyId: StudyId }
  | { readonly kind: 'file'; readonly fileToken: string };

export type AnalysisProgress = EventPayload<'analysis.progress'>;

export interface RunningAnalysis {
  readonly subject: Subject;
  readonly progress: AnalysisProgress | null;
  readonly cancelling: boolean;
}

/** The one analysis that main computes, and the last one, which it keeps. */
export interface AnalysisState {
  readonly settings: SettingsDraft;
  readonly running: RunningAnalysis | null;
  /** How the last try ended that gave no analysis. */
  readonly failure: { readonly subject: Subject; readonly error: LightboxError } | null;
  readonly last: { readonly subject: Subject; readonly view: AnalysisView } | null;
}

export type AnalysisAction =
  | { readonly type: 'settings'; readonly settings: SettingsDraft }
  | { readonly type: 'started'; readonly subject: Subject }
  | { readonly type: 'progress'; readonly progress: AnalysisProgress }
  | { readonly type: 'cancelling' }
  | { readonly type: 'done'; readonly view: AnalysisView }
  | { readonly type: 'failed'; readonly error: LightboxError }
  | { readonly type: 'failureRead' };

export const INITIAL_ANALYSIS: AnalysisState = {
  settings: DEFAULT_SETTINGS,
  running: null,
  failure: null,
  last: null,
};

export function reduceAnalysis(state: AnalysisState, action: AnalysisAction): AnalysisState {
  const { running } = state;
  switch (action.type) {
    case 'settings':
      return { ...state, settings: action.settings };
    case 'started':
      return {
        ...state,
        running: { subject: action.subject, progress: null, cancelling: false },
        failure: null,
      };
    case 'progress':
      return running === null ? state : { ...state, running: { ...running, progress: action.progress } };
    case 'cancelling':
      return running === null ? state : { ...state, running: { ...running, cancelling: true } };
    case 'done':
      return running === null
        ? state
        : { ...state, running: null, last: { subject: running.subject, view: action.view } };
    case 'failed':
      return running === null
        ? state
        : { ...state, running: null, failure: { subject: running.subject, error: action.error } };
    case 'failureRead':
      return { ...state, failure: null };
  }
}

export function isSameSubject(first: Subject, second: Subject): boolean {
  if (first.kind === 'study') return second.kind === 'study' && first.studyId === second.studyId;
  return second.kind === 'file' && first.fileToken === second.fileToken;
}

/** What a screen about `subject` shows of the state. */
export function analysisOf(
  { running, failure, last }: AnalysisState,
  subject: Subject,
): {
  readonly running: RunningAnalysis | null;
  /** Another subject's analysis is being computed: this one has to wait. */
  readonly busyElsewhere: boolean;
  readonly error: LightboxError | null;
  readonly view: AnalysisView | null;
} {
  const own = running !== null && isSameSubject(running.subject, subject);
  return {
    running: own ? running : null,
    busyElsewhere: running !== null && !own,
    error: failure !== null && isSameSubject(failure.subject, subject) ? failure.error : null,
    view: last !== null && isSameSubject(last.subject, subject) ? last.view : null,
  };
}
