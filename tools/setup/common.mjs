import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** One line about what is being done and why; on standard error, so that results stay alone on standard output. */
export function say(line) {
  process.stderr.write(`[lightbox] ${line}\n`);
}

/** Ends the program with one line that says what to do. */
export function fail(line) {
  say(line);
  process.exit(1);
}

/** The environment of child processes: Node 24 of the `node` package first on the PATH, telemetry off. */
export function childEnvironment(extra = {}) {
  const bin = path.join(root, 'node_modules', '.bin');
  return {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    ORT_DISABLE_TELEMETRY: '1',
    ...extra,
  };
}

/** The Node 24 that runs TypeScript sources, the tests and the command line. */
export function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const local = path.join(root, 'node_modules', 'node', 'bin', name);
  if (existsSync(local)) return local;
  return process.execPath;
}

/** Runs a command to its end with its output shown; resolves with the exit status. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: childEnvironment(), ...options });
    child.on('error', (error) => {
      say(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

/** Runs a command quietly and gives back its status and both outputs. */
export function capture(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: childEnvironment(),
    ...options,
  });
  return { status: result.status ?? 1, stdout: result.stdout ?? '', stderr: result.stderr ?? '' };
}

export function onPath(program) {
  return capture(process.platform === 'win32' ? 'where' : 'which', [program]).status === 0;
}
