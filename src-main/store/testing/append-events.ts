/**
 * A process that reads a sealed study as its only reader, without end in sight, and prints the submission id of every
 * acknowledged submission. Arguments: folder, driver.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openStore } from '../open-store.ts';
import { lockedEvent, openedEvent, READER_KEY } from './sealed-study.ts';
import { DRIVERS } from './test-store.ts';

const [, , folder = '', name] = process.argv;
const driver = DRIVERS.find((known) => known === name);
if (driver === undefined) throw new Error(`Unknown driver ${name}`);
const store = openStore({ folder, driver, clock: () => new Date(), randomId: randomUUID });
const [reader] = store.users.list('reader');
const [assignment] = reader === undefined ? [] : store.assignments.list(reader.id);
if (assignment === undefined) throw new Error('The folder holds no study of this reader.');
const { studyId, readerId, plan } = assignment;
const held = new Set<string>(
  store.events
    .events(studyId, readerId)
    .flatMap((event) => (event.type === 'stage-locked' ? [event.readerCaseId] : [])),
);
let rows = store.events.count(studyId, readerId);
writeSync(1, 'ready\n');
for (const { readerCaseId } of plan.sessions.flatMap(({ trials }) => trials)) {
  if (held.has(readerCaseId)) continue;
  const events = [openedEvent(readerCaseId), lockedEvent(readerCaseId)];
  rows = store.events.append({ studyId, readerId, publicKey: READER_KEY }, events, rows);
  writeSync(1, `${readerCaseId}-realism\n`);
}
writeSync(1, 'exhausted\n');
