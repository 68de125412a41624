/**
 * The worker of studies with ids from a seed: a test of what is drawn at random must find the same each time. The
 * numbers stand in for the system's; everything else is the worker as it ships.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { seededIds } from './seeded-ids.ts';

Object.assign(crypto, { randomUUID: seededIds(process.env['LIGHTBOX_ATTACK_SEED'] ?? 'study worker') });
syncBuiltinESMExports();
await import('../../src-main/app/study-work-worker.ts');
