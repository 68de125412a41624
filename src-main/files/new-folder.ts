import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { LightboxError } from '../../src-core/base/errors.ts';
import { writeError } from '../disk/write-error.ts';

const PASSING = /^\.exporting-[0-9a-f]{16}$/;

/**
 * Fills a new folder whole or not at all: `fill` writes into one with a passing name beside it, which then gets the
 * name. What a crash left of an earlier one there is swept first.
 * @throws LightboxError FILE_UNWRITABLE (also where the target exists), DISK_FULL, and what `fill` throws; nothing
 *   is left behind then
 */
export async function fillNewFolder<Result>(
  target: string,
  fill: (folder: string) => Promise<Result>,
): Promise<Result> {
  await requireFree(target);
  const place = path.dirname(target);
  await sweep(place);
  const passing = path.join(place, `.exporting-${randomBytes(8).toString('hex')}`);
  try {
    await mkdir(passing).catch((error: unknown) => {
      throw writeError(target, error);
    });
    const result = await fill(passing);
    // A folder that came to be meanwhile, empty, would be replaced by the renaming.
    await requireFree(target);
    await rename(passing, target).catch((error: unknown) => {
      throw writeError(target, error);
    });
    return result;
  } catch (error) {
    await rm(passing, { recursive: true, force: true }).catch(() => undefined);
    throw underItsName(error, passing, target);
  }
}

/** A name that nothing in the folder has: `name`, else with a number behind it. */
export async function freeFolderName(place: string, name: string): Promise<string> {
  const taken = new Set(await readdir(place).catch(() => []));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

/** An error about a file of the passing folder names it where it would have come to lie. */
function underItsName(error: unknown, passing: string, target: string): unknown {
  if (!(error instanceof LightboxError) || !error.message.includes(passing)) return error;
  const { code, message, details } = error;
  return new LightboxError(
    code,
    message.replaceAll(passing, target),
    { ...details, file: target },
    { cause: error },
  );
}

async function requireFree(target: string): Promise<void> {
  if ((await lstat(target).catch(() => undefined)) === undefined) return;
  throw new LightboxError('FILE_UNWRITABLE', `${target} exists already. Choose another name.`, {
    file: target,
  });
}

async function sweep(place: string): Promise<void> {
  const names = await readdir(place).catch(() => []);
  for (const name of names.filter((entry) => PASSING.test(entry)))
    await rm(path.join(place, name), { recursive: true, force: true }).catch(() => undefined);
}
