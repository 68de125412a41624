import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { LightboxError, toLightboxError } from '../../src-core/base/errors.ts';
import { makeFolder } from '../disk/make-folder.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { type DeidentifiedDicom, deidentifyDicom } from '../files/deidentify/deidentify-dicom.ts';
import { Pseudonyms } from '../files/deidentify/pseudonyms.ts';
import { type FoundFile, surveyFiles } from '../files/film-folder.ts';
import { readWholeFile } from '../files/whole-file.ts';
import { badInput } from './exit.ts';

const SECRET_BYTES = 32;

/** Adds `dicom deidentify`. */
export function addDeidentifyCommand(group: Command): void {
  group
    .command('deidentify')
    .description(
      'write copies of DICOM pictures without what identifies a person (PS3.15 annex E, Basic Profile)',
    )
    .argument('<src...>', 'DICOM files, or folders that are searched to the bottom')
    .requiredOption('--out <dir>', 'folder for the copies, each named by its new SOP Instance UID')
    .option('--keep-patient-characteristics', 'keep sex, age (90 years at most), size and weight')
    .option('--shift-dates', 'keep dates, moved by a number of days of each patient, and times')
    .option(
      '--secret <file>',
      'draw UIDs, pseudonyms and days from the secret in this file, made where there is none: the same in every run',
    )
    .action(async (sources: string[], options: Record<string, unknown>) => {
      await deidentifyAll(sources, {
        out: String(options['out']),
        keepPatientCharacteristics: options['keepPatientCharacteristics'] === true,
        shiftDates: options['shiftDates'] === true,
        secretFile: typeof options['secret'] === 'string' ? options['secret'] : null,
      });
    });
}

interface DeidentifyOptions {
  readonly out: string;
  readonly keepPatientCharacteristics: boolean;
  readonly shiftDates: boolean;
  readonly secretFile: string | null;
}

async function deidentifyAll(sources: readonly string[], options: DeidentifyOptions): Promise<void> {
  for (const source of sources) {
    const there = await stat(source).catch(() => null);
    if (there === null) throw new LightboxError('FILE_NOT_FOUND', `There is no ${source}.`, { path: source });
  }
  const { files, skipped } = await surveyFiles(sources);
  const pseudonyms = new Pseudonyms(await readSecret(options.secretFile));
  await makeFolder(options.out);
  const counts = { written: 0, refused: 0, burnedIn: 0 };
  for (const { fileName, reason } of skipped) process.stderr.write(`${fileName}: left out, ${reason}\n`);
  for (const file of files) {
    try {
      const copy = await copyWithout(file, pseudonyms, options);
      counts.written += 1;
      if (copy.burnedIn) {
        counts.burnedIn += 1;
        process.stderr.write(
          `${file.name}: its header says that text is burned into its picture; look at it\n`,
        );
      }
      process.stdout.write(`${file.name} -> ${copy.sopInstanceUid}.dcm\n`);
    } catch (thrown) {
      const { code, message } = toLightboxError(thrown);
      if (code === 'DISK_FULL' || code === 'FILE_UNWRITABLE') throw thrown;
      counts.refused += 1;
      process.stderr.write(`${message} (${code})\n`);
    }
  }
  process.stdout.write(`${counts.written} written, ${counts.refused} refused\n`);
  if (counts.refused > 0) {
    throw new LightboxError(
      counts.written === 0 ? 'FILE_UNSUPPORTED' : 'FILE_CORRUPT',
      `${counts.refused} of ${files.length} files were not written; their reasons stand above.`,
    );
  }
}

async function copyWithout(
  file: FoundFile,
  pseudonyms: Pseudonyms,
  options: DeidentifyOptions,
): Promise<DeidentifiedDicom> {
  const bytes = await readWholeFile(file.path, 'FILE_NOT_A_FILM');
  const copy = deidentifyDicom(bytes, path.basename(file.path), pseudonyms, options);
  const target = path.join(options.out, `${copy.sopInstanceUid}.dcm`);
  const before = await readFile(target).catch(() => null);
  if (before !== null && Buffer.compare(before, copy.bytes) !== 0) {
    throw new LightboxError(
      'CONFLICT',
      `${file.name}: another file of the same SOP Instance UID was written before. Choose another folder for it.`,
    );
  }
  await atomicWrite(target, copy.bytes);
  return copy;
}

async function readSecret(file: string | null): Promise<Uint8Array> {
  if (file === null) return randomBytes(SECRET_BYTES);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) {
    const secret = randomBytes(SECRET_BYTES);
    // Never over another file: "wx" fails where something is there that could not be read.
    await writeFile(file, `${secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  }
  if (!/^[0-9a-f]{64}\s*$/.test(text)) {
    throw badInput(`${path.basename(file)} holds no secret: 64 hexadecimal digits that this command wrote`);
  }
  return Buffer.from(text.trim(), 'hex');
}
