import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program in another process that answers each line of JSON with one. */
export interface JsonPeer {
  readonly pid: number | undefined;
  /** Its next line without a question: a greeting. */
  next(): Promise<unknown>;
  ask(question: unknown): Promise<unknown>;
  close(): Promise<void>;
}

export function startJsonPeer(
  name: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): JsonPeer {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${name} ended before it answered.`);
    return JSON.parse(line.value);
  };
  return {
    pid: child.pid,
    next,
    ask: (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return next();
    },
    close: async () => {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
