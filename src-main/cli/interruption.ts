import { EXIT } from './exit.ts';

/** Ctrl+C and termination as an abort signal, so that work ends itself and leaves nothing half done. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit status of the signal that came. */
  status(): number;
  dispose(): void;
}

export function createInterruption(): Interruption {
  const controller = new AbortController();
  let status: number = EXIT.interrupted;
  const onInterrupt = (): void => controller.abort();
  const onTerminate = (): void => {
    status = EXIT.terminated;
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return {
    signal: controller.signal,
    status: () => status,
    dispose: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
    },
  };
}
