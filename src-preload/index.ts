import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { type Bridge, CALL_CHANNEL, DROP_CHANNEL, EVENT_CHANNEL } from '../src-core/contract/bridge.ts';

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

/**
 * Tells main where dropped files lie, before the page hears of the drop. The page itself has no method that takes a
 * path, and a drop that its scripts make up is not trusted: only what a person dropped gets through.
 */
window.addEventListener(
  'drop',
  (event) => {
    if (!event.isTrusted) return;
    const paths = [...(event.dataTransfer?.files ?? [])].map(pathOf).filter((path) => path !== '');
    if (paths.length > 0) ipcRenderer.send(DROP_CHANNEL, paths);
  },
  { capture: true },
);

/** Empty for a file that lies nowhere. Before Electron 29 the File itself knew (the development runtime is 25). */
function pathOf(file: File): string {
  const getter: typeof webUtils | undefined = webUtils;
  if (getter !== undefined) return getter.getPathForFile(file);
  return 'path' in file && typeof file.path === 'string' ? file.path : '';
}

// Built from the contract's own names, so the shape holds; entries of a computed object have no names for the compiler.
contextBridge.exposeInMainWorld('lightbox', { calls, events } as unknown as Bridge);
