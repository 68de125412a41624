import { contextBridge, ipcRenderer } from 'electron';
import { type Bridge, CALL_CHANNEL, EVENT_CHANNEL } from '../src-core/contract/bridge.ts';

/** The names of the contract, put in by the build: the sandboxed preload carries no schemas. */
declare const __CALL_NAMES__: readonly string[];
declare const __EVENT_NAMES__: readonly string[];

const calls = Object.fromEntries(
  __CALL_NAMES__.map((name) => [name, (input: unknown) => ipcRenderer.invoke(CALL_CHANNEL, name, input)]),
);

const events = Object.fromEntries(
  __EVENT_NAMES__.map((name) => [
    name,
    (listener: (payload: unknown) => void) => {
      const forward = (_event: unknown, sent: unknown, payload: unknown): void => {
        if (sent === name) listener(payload);
      };
      ipcRenderer.on(EVENT_CHANNEL, forward);
      return () => {
        ipcRenderer.off(EVENT_CHANNEL, forward);
      };
    },
  ]),
);

// Built from the contract's own names, so the shape holds; entries of a computed object have no names for the compiler.
contextBridge.exposeInMainWorld('lightbox', { calls, events } as unknown as Bridge);
