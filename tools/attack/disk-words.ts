import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Truth } from '../../src-core/study/sealed-truth.ts';
import { openDriver } from '../../src-main/store/open-driver.ts';
import { databasePath } from '../../src-main/store/paths.ts';

/**
 * What of the truth can be read from the data folder without the passphrase, in the bytes of every file but the films
 * themselves: the database with its free pages, its log, anything else.
 * @param draftSeed of the draft, which is to be nowhere once it is frozen
 */
export function wordsOnDisk(folder: string, { protocol, allocations }: Truth, draftSeed: number): string[] {
  const units = new Set(
    allocations.flatMap(({ sessions }) =>
      sessions.flatMap(({ trials }) => trials.map(({ unitId }) => unitId)),
    ),
  );
  const secrets: [string, Buffer][] = [
    ...[...protocol.cases.map(({ caseId }) => caseId), ...units].map((id): [string, Buffer] => [
      id,
      Buffer.from(id),
    ]),
    ...[protocol.seed, draftSeed].flatMap((seed): [string, Buffer][] => [
      [`the seed ${seed} as text`, Buffer.from(String(seed))],
      [`the seed ${seed} as SQLite keeps numbers`, integerBytes(seed)],
    ]),
    ...protocol.arms.map(({ id }): [string, Buffer] => [
      `a film beside its arm ${id}`,
      Buffer.from(`"arm":"${id}"`),
    ]),
  ];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${path.sep}blobs`))
    .flatMap((entry) => {
      const bytes = readFileSync(path.join(entry.parentPath, entry.name));
      return secrets.filter(([, secret]) => bytes.includes(secret)).map(([what]) => `${entry.name}: ${what}`);
    });
}

/** The shortest of SQLite's big-endian integers that holds a number above 2^24 (file format, section 2.1). */
function integerBytes(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes.subarray(value < 2 ** 31 ? 4 : value < 2 ** 47 ? 2 : 0);
}

/** Tables of what a reader is given and does, and those that tell of films in the library. */
const READER_TABLES = ['assignments', 'reader_plans', 'reader_films', 'reader_texts', 'reader_events'];
const LIBRARY_TABLES = ['films', 'film_decisions', 'jobs', 'truth_cases', 'remakes'];

/**
 * What joins the readers' tables to the library: a value of 8 characters or more, also within JSON, that stands in both.
 * @param known to both sides: ids of studies and people, words that the instrument asks with
 */
export function joinsToLibrary(folder: string, known: string): string[] {
  const driver = openDriver('better-sqlite3', databasePath(folder));
  try {
    const valuesOf = (tables: readonly string[]): Set<string> =>
      new Set(tables.flatMap((table) => driver.prepare(`SELECT * FROM ${table}`).all({}).flatMap(leaves)));
    const library = valuesOf(LIBRARY_TABLES);
    return [...valuesOf(READER_TABLES)].filter((value) => library.has(value) && !known.includes(value));
  } finally {
    driver.close();
  }
}

/** Texts in a row, taken apart where they are JSON. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') {
    const inside = /^[[{]/.test(value) ? parsed(value) : null;
    return inside === null ? [value].filter((text) => text.length >= 8) : leaves(inside);
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
