/** A process that opens a store and holds it until it is killed. Arguments: folder, driver. */
import { randomUUID } from 'node:crypto';
import { openStore } from '../open-store.ts';
import { DRIVERS } from './test-store.ts';

const [, , folder = '', name] = process.argv;
const driver = DRIVERS.find((known) => known === name);
if (driver === undefined) throw new Error(`Unknown driver ${name}`);
const store = openStore({ folder, driver, clock: () => new Date(), randomId: randomUUID });
process.stdout.write(`held ${store.driver}\n`);
setInterval(() => store.users.list(), 60_000);
