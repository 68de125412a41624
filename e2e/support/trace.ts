import { readFileSync } from 'node:fs';

export interface Outbound {
  readonly kind: 'answer' | 'event' | 'blob';
  readonly role: 'coordinator' | 'reader' | null;
  readonly content: { readonly name?: string; readonly byteLength?: number; readonly headers?: object };
}

/** Everything that left main for a window, as the trace recorded it. */
export function readTrace(file: string): Outbound[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Outbound => JSON.parse(line));
}
