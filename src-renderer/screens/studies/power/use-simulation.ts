import { useCallback, useEffect, useRef, useState } from 'react';
import { type Simulated, type SimulationRequest, simulationAnswerSchema } from './simulation-messages.ts';

export type SimulationState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly share: number; readonly startedAt: number }
  | { readonly kind: 'found'; readonly found: readonly Simulated[] }
  | { readonly kind: 'failed'; readonly message: string };

/** Runs simulations in a worker, one at a time; `stop` and unmounting end it at once. */
export function useSimulation() {
  const worker = useRef<Worker | null>(null);
  const [state, setState] = useState<SimulationState>({ kind: 'idle' });
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  const stop = useCallback(() => {
    end();
    setState({ kind: 'idle' });
  }, [end]);
  const start = useCallback(
    (request: SimulationRequest) => {
      end();
      const started = new Worker(new URL('./simulation-worker.ts', import.meta.url), { type: 'module' });
      worker.current = started;
      const startedAt = performance.now();
      setState({ kind: 'running', share: 0, startedAt });
      started.onmessage = ({ data }: MessageEvent<unknown>) => {
        const answer = simulationAnswerSchema.parse(data);
        if (answer.type === 'progress') {
          setState({ kind: 'running', share: answer.done / answer.total, startedAt });
          return;
        }
        end();
        setState(
          answer.type === 'found'
            ? { kind: 'found', found: answer.found }
            : { kind: 'failed', message: answer.message },
        );
      };
      started.onerror = ({ message }) => {
        end();
        setState({ kind: 'failed', message });
      };
      started.postMessage(request);
    },
    [end],
  );
  useEffect(() => end, [end]);
  return { state, start, stop };
}
