import type { EventPayload } from '../../src-core/contract/events.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import type { InspectionProgress } from '../engine/engine-client.ts';
import { sweepPassingFolders } from '../files/copy-folder.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs, SingleTask } from './single-task.ts';

type Progress = EventPayload<'models.progress'>;

/** Work on model folders that a person started: one piece at a time, told to the window as it goes along. */
export class ModelWork {
  readonly #ports: AppPorts;
  readonly #task = new SingleTask('A model is being worked on. Wait for it or cancel it.');
  readonly #swept: Promise<void>;

  constructor(ports: AppPorts) {
    this.#ports = ports;
    this.#swept = sweepPassingFolders(ports.models.own);
  }

  /** @throws LightboxError CONFLICT while another piece runs; what `work` throws */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#task.run(async (signal) => {
      await this.#swept;
      return work(signal);
    });
  }

  cancel(): void {
    this.#task.cancel();
  }

  /** Settles when nothing is under way any more. */
  async finished(): Promise<void> {
    await this.#task.finished();
    await this.#swept;
  }

  /** Has the engine look at a folder and hash it. @throws LightboxError CANCELLED, MODEL_*, ENGINE_* */
  examine(folder: string, phase: Progress['phase'], signal: AbortSignal): Promise<ModelDescription> {
    return this.#ports.engine.inspect(folder, { progress: this.progressOfFiles(phase) }, signal);
  }

  /** Tells the window how far the bytes of files are, with the time left at the pace so far. */
  progressOfFiles(phase: Progress['phase']): (progress: InspectionProgress) => void {
    const { clock } = this.#ports;
    const startedAt = clock().getTime();
    return ({ file, doneBytes, totalBytes }) =>
      this.tell({
        phase,
        file,
        done: doneBytes,
        total: totalBytes,
        remainingMs: remainingMs(clock().getTime() - startedAt, doneBytes, totalBytes),
      });
  }

  tell(progress: Progress): void {
    this.#ports.emit('models.progress', progress);
  }
}
