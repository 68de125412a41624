declare global {
  /** Read by get-nonce, through which Mantine's scroll lock adds its style element. */
  var __webpack_nonce__: string | undefined;
}

/** The nonce main made for this page: the only one whose style elements the content policy lets through. */
export function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.nonce ?? '';
}

export function publishStyleNonce(nonce: string): void {
  globalThis.__webpack_nonce__ = nonce;
}
