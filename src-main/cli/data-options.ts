import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { Person } from '../../src-core/contract/session-calls.ts';
import { databasePath } from '../store/paths.ts';
import { badInput } from './exit.ts';
import type { HeadlessApp } from './headless-app.ts';
import { filledText, type RawOptions, textOption } from './option-values.ts';
import { createWorkMeter } from './work-meter.ts';

const PASSPHRASE_VARIABLE = 'LIGHTBOX_PASSPHRASE';

/** Options of every command that works on a data folder as its coordinator. */
export function addCoordinatorOptions(command: Command): Command {
  return addDataOptions(command)
    .option('--coordinator <name>', 'who signs in; needed where nobody is there yet')
    .option('--passphrase-file <file>', `file with the passphrase; else the variable ${PASSPHRASE_VARIABLE}`);
}

/** Options of every command that works on a data folder. */
export function addDataOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'the data folder: the one that holds lightbox.db (required)')
    .option('--json', 'print one JSON object');
}

/** @throws LightboxError BAD_INPUT where none is named */
export function dataFolder(options: RawOptions): string {
  const folder = textOption(options, 'data');
  if (folder === undefined) throw badInput('name the data folder with --data');
  return path.resolve(filledText('--data', folder));
}

/** Results go to standard output as one object, or in words. */
export function printed({ json }: { readonly json: boolean }, result: object, inWords: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(result, null, 2) : inWords()}\n`);
}

export interface CoordinatorOptions {
  readonly folder: string;
  readonly name: string | null;
  readonly passphraseFile: string | null;
  readonly json: boolean;
}

export function coordinatorOptions(options: RawOptions): CoordinatorOptions {
  return {
    folder: dataFolder(options),
    name: textOption(options, 'coordinator') ?? null,
    passphraseFile: textOption(options, 'passphraseFile') ?? null,
    json: options['json'] === true,
  };
}

/** The app with its coordinator signed in, and the passphrase that freezing and unblinding ask for again. */
export interface SignedIn extends Pick<HeadlessApp, 'call' | 'dialogs'> {
  readonly coordinator: Person;
  readonly passphrase: string;
}

/**
 * Runs a piece of work as the coordinator of a data folder, with its progress on standard error.
 *
 * @param mayBegin a data folder, and its first coordinator, are made where they are missing.
 * @throws LightboxError BAD_INPUT, FILE_NOT_FOUND, STORE_LOCKED, UNSEALING_FAILED, and what `work` throws
 */
export async function asCoordinator<Result>(
  { folder, name, passphraseFile }: CoordinatorOptions,
  signal: AbortSignal,
  work: (app: SignedIn) => Promise<Result>,
  mayBegin = false,
): Promise<Result> {
  const passphrase = await readPassphrase(passphraseFile);
  if (!mayBegin || name === null) requireData(folder);
  const meter = createWorkMeter(process.stderr);
  // Loaded here: other commands start without the app.
  const { openHeadlessApp } = await import('./headless-app.ts');
  const app = openHeadlessApp(folder, meter.emit);
  const cancel = (): void => {
    void app.call('packages.cancel', {}).catch(() => undefined);
    void app.call('library.cancelImport', {}).catch(() => undefined);
    void app.call('analysis.cancel', {}).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const coordinator = await signIn(app, name, passphrase, mayBegin);
    signal.throwIfAborted();
    return await work({ call: app.call, dialogs: app.dialogs, coordinator, passphrase });
  } finally {
    signal.removeEventListener('abort', cancel);
    meter.clear();
    await app.close();
  }
}

/** @throws LightboxError FILE_NOT_FOUND */
export function requireData(folder: string): void {
  if (existsSync(databasePath(folder))) return;
  throw new LightboxError(
    'FILE_NOT_FOUND',
    `${folder} holds no lightbox.db. The window's data folder is "workstation" in its user data; study new and library import begin one where --coordinator names who it belongs to.`,
    { folder },
  );
}

async function signIn(
  app: HeadlessApp,
  name: string | null,
  passphrase: string,
  mayBegin: boolean,
): Promise<Person> {
  const people = await app.call('session.people', {});
  const coordinators = people.filter(({ role }) => role === 'coordinator');
  const person = coordinators.find((own) => name === null || own.name === name);
  if (person !== undefined) return app.call('session.signIn', { userId: person.id, secret: passphrase });
  if (coordinators.length === 0 && mayBegin && name !== null) {
    return app.call('session.createCoordinator', { name, passphrase });
  }
  const known = coordinators.map((own) => own.name).join(', ');
  throw badInput(
    known === ''
      ? 'this data folder has no coordinator yet; begin with study new --coordinator NAME'
      : `--coordinator: the coordinator of this data folder is ${known}`,
  );
}

/**
 * Never an argument: other users of the machine see the arguments of every process, and shells keep them.
 * @throws LightboxError BAD_INPUT
 */
async function readPassphrase(file: string | null): Promise<string> {
  const text =
    file === null
      ? (process.env[PASSPHRASE_VARIABLE] ?? '')
      : await readFile(file, 'utf8').catch((error: unknown) => {
          throw badInput(
            `--passphrase-file ${file} cannot be read: ${error instanceof Error ? error.message : error}`,
          );
        });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase !== '') return passphrase;
  throw badInput(`give the coordinator's passphrase with --passphrase-file or in ${PASSPHRASE_VARIABLE}`);
}
