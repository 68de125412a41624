import type { AppPorts } from '../app/ports.ts';
import { duration } from './progress-meter.ts';

/** How far a piece of the app's work has come, on standard error where somebody watches a terminal. */
export interface WorkMeter {
  readonly emit: AppPorts['emit'];
  /** Takes the line away before something else is written. */
  clear(): void;
}

/** One line that overwrites itself. */
export function createWorkMeter(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>): WorkMeter {
  let shown = false;
  return {
    emit: (_name, payload) => {
      if (!stream.isTTY || !('done' in payload) || !('total' in payload)) return;
      const left =
        'remainingMs' in payload && typeof payload.remainingMs === 'number'
          ? `, ${duration(payload.remainingMs)} left`
          : '';
      const part = 'part' in payload ? `${payload.part}: ` : '';
      stream.write(`\r\u001b[K${part}${payload.done} of ${payload.total}${left}`);
      shown = true;
    },
    clear: () => {
      if (shown) stream.write('\r\u001b[K');
      shown = false;
    },
  };
}
