import { appendFileSync } from 'node:fs';
import type { AppSession } from '../app/session.ts';

/** Records what leaves main for a window, for the test that proves a reader is sent no truth. */
export interface OutboundTrace {
  record(kind: 'answer' | 'event' | 'blob', content: unknown, session: AppSession | null): void;
}

export const noTrace: OutboundTrace = { record: () => {} };

/** A trace into a file, one JSON object a line. Source checkouts only: the shell refuses it when packaged. */
export function fileTrace(file: string): OutboundTrace {
  return {
    record: (kind, content, session) => {
      const role = session?.person?.role ?? null;
      appendFileSync(file, `${JSON.stringify({ kind, role, content })}\n`);
    },
  };
}
