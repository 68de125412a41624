import { toLightboxError } from '../../../../src-core/base/errors.ts';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { AnalysisSettings, AnalysisView } from '../../../../src-core/contract/analysis-calls.ts';
import type { CallInput } from '../../../../src-core/contract/contract.ts';
import { call, subscribe } from '../../../app/client.ts';
import { createDraftStore } from '../../../app/draft-store.ts';
import { INITIAL_ANALYSIS, reduceAnalysis, type Subject } from './analysis-state.ts';

/** Outside the screen: an analysis goes on, and the last one stays, while other screens are looked at. */
const store = createDraftStore(INITIAL_ANALYSIS, reduceAnalysis);

export const dispatchAnalysis = store.dispatch;
export const useAnalysis = store.use;

export function analyseStudy(studyId: StudyId, settings: AnalysisSettings): Promise<void> {
  return run({ kind: 'study', studyId }, () => call('analysis.study', { studyId, settings }));
}

export function analyseFile(input: CallInput<'analysis.file'>): Promise<void> {
  return run({ kind: 'file', fileToken: input.fileToken }, () => call('analysis.file', input));
}

/** Its end is reported by the analysis itself, which fails with CANCELLED; a refusal to cancel takes nothing away. */
export async function cancelAnalysis(): Promise<void> {
  dispatchAnalysis({ type: 'cancelling' });
  await call('analysis.cancel', {}).catch(() => undefined);
}

async function run(subject: Subject, analyse: () => Promise<AnalysisView>): Promise<void> {
  dispatchAnalysis({ type: 'started', subject });
  const unsubscribe = subscribe('analysis.progress', (progress) =>
    dispatchAnalysis({ type: 'progress', progress }),
  );
  try {
    dispatchAnalysis({ type: 'done', view: await analyse() });
  } catch (thrown) {
    dispatchAnalysis({ type: 'failed', error: toLightboxError(thrown) });
  } finally {
    unsubscribe();
  }
}
