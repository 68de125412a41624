/** Entry of the worker that simulates studies, so that the window stays free; it is ended to cancel. */
import { toLightboxError } from '../../../../src-core/base/errors.ts';
import { finish } from '../../../../src-core/stats/steps.ts';
import { simulationSteps } from './simulation.ts';
import { type SimulationAnswer, simulationRequestSchema } from './simulation-messages.ts';

const answer = (message: SimulationAnswer): void => globalThis.postMessage(message);

globalThis.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  try {
    let told = 0;
    const progress = (done: number, total: number): void => {
      if (done - told < total / 100 && done < total) return;
      told = done;
      answer({ type: 'progress', done, total });
    };
    answer({
      type: 'found',
      found: finish(simulationSteps(simulationRequestSchema.parse(data)), { progress }, 10_000),
    });
  } catch (thrown) {
    answer({ type: 'failed', message: toLightboxError(thrown).message });
  }
});
