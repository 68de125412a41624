import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { runCommandLine } from './command-line.ts';

/** Runs the real command: in a process of its own, or in the test's where it starts no engine. */

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
export const TINY_MODEL = fileURLToPath(new URL('../../tools/goldens/data/tiny-sd', import.meta.url));

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the running process and all of its standard output whenever there is more of it. */
  readonly onOutput?: (child: ChildProcess, stdout: string) => void;
}

export function lightbox(
  args: readonly string[],
  { cwd, env, onOutput }: CliOptions = {},
): Promise<CliResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(child, stdout);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** The same command in this process, with what it writes caught: for what is refused before an engine starts. */
export async function lightboxHere(args: readonly string[]): Promise<CliResult> {
  const caught = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      caught[stream] += String(text);
      return true;
    }),
  );
  try {
    return { status: await runCommandLine(args), ...caught };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** That a command is refused with status 2 and one line that says why, and leaves no `out` behind. */
export async function expectRefused(args: readonly string[], says: string, out: string): Promise<void> {
  const before = snapshot(out);
  const { status, stdout, stderr } = await lightboxHere(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^lightbox: [^\n]+\n$/);
  expect(stderr).toContain(says);
  expect(snapshot(out)).toEqual(before);
}

/** SHA-256 of each file of a folder, by name, sorted; null where there is none. */
export function snapshot(folder: string): Record<string, string> | null {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(folder, name)))
        .digest('hex'),
    ]),
  );
}
