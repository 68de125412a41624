import { LightboxError } from '../../src-core/base/errors.ts';
import { unreachable } from '../../src-core/base/unreachable.ts';
import type { EngineConnection, EngineExit, EngineHost } from './port.ts';
import {
  type EngineReply,
  type EngineRequest,
  engineReplySchema,
  type InspectionProgress,
  type StepProgress,
} from './protocol.ts';

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;
type NewRequest = WithoutId<Exclude<EngineRequest, { type: 'cancel' | 'hold' }>>;

interface Listeners {
  /** Of an image. */
  readonly progress?: (progress: StepProgress) => void;
  /** Of a model folder that is read. */
  readonly inspecting?: (progress: InspectionProgress) => void;
}

interface Waiting extends Listeners {
  readonly resolve: (reply: EngineReply) => void;
  readonly reject: (error: LightboxError) => void;
}

/** A line to one engine process at a time: started when first needed, and again after it died. */
export interface EngineLine {
  ask(request: NewRequest, options: Listeners & { readonly signal: AbortSignal }): Promise<EngineReply>;
  /** Holds the work between two steps, also in processes started later, or lets it go on. */
  hold(held: boolean): void;
  end(): void;
}

/** Nothing starts before the first request. */
export function createEngineLine(host: EngineHost): EngineLine {
  let connection: EngineConnection | undefined;
  let nextId = 0;
  let holding = false;
  const waiting = new Map<number, Waiting>();

  const failAll = (error: LightboxError): void => {
    const failed = [...waiting.values()];
    waiting.clear();
    for (const { reject } of failed) reject(error);
  };

  const drop = (dropped: EngineConnection, error: LightboxError): void => {
    if (connection !== dropped) return;
    connection = undefined;
    failAll(error);
  };

  const receive = (from: EngineConnection, message: unknown): void => {
    if (connection !== from) return;
    const parsed = engineReplySchema.safeParse(message);
    if (!parsed.success) {
      drop(
        from,
        new LightboxError('ENGINE_FAILED', 'The engine sent a message of an unknown form and was ended.'),
      );
      from.kill();
      return;
    }
    const reply = parsed.data;
    if (reply.type === 'fatal') {
      drop(from, LightboxError.fromPayload(reply.error));
      from.kill();
      return;
    }
    const request = waiting.get(reply.id);
    if (request === undefined) return;
    if (reply.type === 'progress') {
      request.progress?.(reply.progress);
      return;
    }
    if (reply.type === 'inspecting') {
      request.inspecting?.(reply.progress);
      return;
    }
    waiting.delete(reply.id);
    if (reply.type === 'failed') request.reject(LightboxError.fromPayload(reply.error));
    else request.resolve(reply);
  };

  const connect = (): EngineConnection => {
    if (connection !== undefined) return connection;
    const started = host.start();
    connection = started;
    started.onMessage((message) => receive(started, message));
    started.onExit((exit) => drop(started, died(exit)));
    if (holding) started.post({ type: 'hold', held: true });
    return started;
  };

  return {
    ask: (request, { signal, ...listeners }) =>
      new Promise((resolve, reject) => {
        const engine = connect();
        const id = nextId++;
        const cancel = (): void => engine.post({ type: 'cancel', id });
        const settled = (): void => signal.removeEventListener('abort', cancel);
        waiting.set(id, {
          resolve: (reply) => {
            settled();
            resolve(reply);
          },
          reject: (error) => {
            settled();
            reject(error);
          },
          ...listeners,
        });
        signal.addEventListener('abort', cancel, { once: true });
        engine.post(numbered(request, id));
        if (signal.aborted) cancel();
      }),
    hold: (held) => {
      holding = held;
      connection?.post({ type: 'hold', held });
    },
    end: () => {
      const ended = connection;
      if (ended === undefined) return;
      drop(ended, engineClosed());
      ended.kill();
    },
  };
}

function numbered(request: NewRequest, id: number): EngineRequest {
  switch (request.type) {
    case 'generate':
      return { ...request, id };
    case 'runtime':
      return { ...request, id };
    case 'probe':
      return { ...request, id };
    case 'inspect':
      return { ...request, id };
    default:
      return unreachable(request);
  }
}

function died({ code, signal, lastOutput }: EngineExit): LightboxError {
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
  const words = lastWords(lastOutput);
  return new LightboxError(
    'ENGINE_DIED',
    `The engine process ended (${how})${words === '' ? '' : `: ${words}`}. The next image starts a new one.`,
    { exitCode: code, signal },
  );
}

/** The line of standard error that tells most: Node ends its reports with its version, not with the reason. */
function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  lines.reverse();
  return lines.find((line) => /error|terminate|abort/i.test(line)) ?? lines.find((line) => line !== '') ?? '';
}

/** What a request gets whose engine was ended on purpose. */
export function engineClosed(): LightboxError {
  return new LightboxError('CANCELLED', 'The engine was closed.');
}
