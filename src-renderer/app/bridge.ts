import type { Bridge } from '../../src-core/contract/bridge.ts';

declare global {
  interface Window {
    /** Exposed by the preload; the only way out of the sandboxed window. */
    readonly lightbox: Bridge;
  }
}

export function getBridge(): Bridge {
  return window.lightbox;
}
