/** The same headers for every film: they must not tell one case from another. */
export function pixelHeaders(byteLength: number): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-length': String(byteLength),
    'cache-control': 'no-store',
    'access-control-allow-origin': 'app://lightbox',
  };
}
