import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { LightboxError } from '../../../src-core/base/errors.ts';
import { writeError } from '../../disk/write-error.ts';

const holderSchema = z.strictObject({ host: z.string(), process: z.int() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Keeps a second process of this machine from drawing the same shard into the same folder. A lock whose process has
 * ended, or that another machine left (whose processes cannot be asked), is taken over.
 * @returns what gives the lock back
 * @throws LightboxError CONFLICT naming the process; FILE_UNWRITABLE or DISK_FULL
 */
export async function lockShard(manifestFile: string): Promise<() => Promise<void>> {
  const file = path.join(path.dirname(manifestFile), `.lock-${path.basename(manifestFile)}`);
  const own: Holder = { host: hostname(), process: process.pid };
  if (!(await take(file, own))) {
    const holder = await holderOf(file);
    if (holder !== null && holder.host === own.host && isRunning(holder.process)) throw busy(file, holder);
    await rm(file, { force: true });
    if (!(await take(file, own))) throw busy(file, (await holderOf(file)) ?? own);
  }
  return () => rm(file, { force: true });
}

async function take(file: string, own: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw writeError(file, error);
  }
}

async function holderOf(file: string): Promise<Holder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function busy(file: string, { process: id, host }: Holder): LightboxError {
  return new LightboxError(
    'CONFLICT',
    `Process ${id} of ${host} is drawing into this folder. Wait for it or end it; if it is no lightbox process, remove ${file}.`,
    { file, process: id },
  );
}
