import type { EngineReply } from './protocol.ts';

/** The engine's end of the connection, whichever host started it. */
export interface ChildChannel {
  post(reply: EngineReply): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the product has gone: nobody is left to work for. */
  onClosed(listener: () => void): void;
}

/** Electron's `process.parentPort` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  start?(): void;
}

/** Opens the channel to the parent: Electron's port in a utility process, else Node's own. */
export function openChildChannel(): ChildChannel {
  const parentPort: unknown = Reflect.get(process, 'parentPort');
  return isParentPort(parentPort) ? overParentPort(parentPort) : overProcess();
}

function overParentPort(port: ParentPort): ChildChannel {
  return {
    post: (reply) => port.postMessage(reply),
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data));
      port.start?.();
    },
    // Electron ends a utility process together with its main process.
    onClosed: () => undefined,
  };
}

function overProcess(): ChildChannel {
  if (process.send === undefined) {
    throw new Error('The engine is started by Roentgen Lightbox, not by hand.');
  }
  return {
    post: (reply) => {
      if (process.connected) process.send?.(reply);
    },
    onMessage: (listener) => process.on('message', listener),
    onClosed: (listener) => process.on('disconnect', listener),
  };
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
