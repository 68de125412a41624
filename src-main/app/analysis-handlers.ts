import type { Analyses } from './analyses.ts';
import type { HandlersOf } from './handlers.ts';

/** Analyses of unblinded studies and of readings from elsewhere. */
export function analysisHandlers(analyses: Analyses): HandlersOf<'analysis'> {
  return {
    'analysis.study': (request, session) => analyses.study(request, session),
    'analysis.chooseFile': (_input, session) => analyses.chooseFile(session),
    'analysis.file': (request, session) => analyses.file(request, session),
    'analysis.cancel': () => {
      analyses.cancel();
      return {};
    },
    'analysis.saveReport': (request, session) => analyses.saveReport(request, session),
    'analysis.saveFigure': (request, session) => analyses.saveFigure(request, session),
    'analysis.export': (request, session) => analyses.export(request, session),
  };
}
