/**
 * A process that reads a frozen study as its first reader, without end in sight, and prints the submission id of
 * every acknowledged reading. Arguments: folder, driver.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openStore } from '../open-store.ts';
import { DRIVERS, readingOf } from './test-store.ts';

const [, , folder = '', name] = process.argv;
const driver = DRIVERS.find((known) => known === name);
if (driver === undefined) throw new Error(`Unknown driver ${name}`);
const store = openStore({ folder, driver, clock: () => new Date(), randomId: randomUUID });
const sessionId = randomUUID();
const [reader] = store.users.list('reader');
const [study] = store.studies.list();
if (reader === undefined || study === undefined) throw new Error('The folder holds no frozen study.');
writeSync(1, 'ready\n');
for (const { readerCaseId, next } of store.reader.cases(reader.id, study.id, sessionId)) {
  if (next === 'complete') continue;
  store.reader.openCase(reader.id, readerCaseId, sessionId);
  for (const stage of next === 'realism' ? (['realism', 'alignment'] as const) : (['alignment'] as const)) {
    const reading = readingOf(reader.id, readerCaseId, { stage, sessionId });
    const { acknowledged, duplicate } = store.readings.insertReading(reading);
    if (acknowledged && !duplicate) writeSync(1, `${reading.submissionId}\n`);
  }
}
writeSync(1, 'exhausted\n');
