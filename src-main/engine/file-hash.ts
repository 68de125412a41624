import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const CHUNK_BYTES = 1 << 20;

/**
 * SHA-256 of a file, streamed: lower-case hexadecimal. Throws what the system throws where it cannot be read.
 * @param onRead called with the bytes of each part; what it throws ends the reading
 */
export async function hashFile(path: string, onRead?: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  for await (const chunk of chunks) {
    hash.update(chunk);
    onRead?.(chunk.length);
  }
  return hash.digest('hex');
}
