import type { Bridge } from '../../src-core/contract/bridge.ts';

declare global {
  interface Window {
    /** What the preload exposes; the stories may call it as the page does. */
    readonly lightbox: Bridge;
  }
}
