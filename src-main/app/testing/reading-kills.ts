/** Readers that are killed while they submit, and what is found on the disk afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StudyId, UserId } from '../../../src-core/base/ids.ts';
import { type Random, uniformInteger } from '../../../src-core/base/random.ts';
import { replaySession } from '../../../src-core/study/session.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/ports.ts';
import { freezeForTest } from './frozen-study.ts';
import { plainStudy } from './test-designs.ts';

const SUBMITTER = fileURLToPath(new URL('./submit-until-killed.ts', import.meta.url));
/** Cases of one study: it is read by one reader after the other that is killed, then the next begins. */
const CASES = 100;
/** A reader is killed at so many submissions at most, within so many milliseconds after it is sent. */
const LATEST = { submission: 8, ms: 4 };

export interface KillOutcome {
  /** Readers killed in the middle of their work. */
  readonly kills: number;
  readonly acknowledged: number;
  /** Committed, and killed before it was acknowledged: sent again by the next reader, and held once. */
  readonly unheard: number;
  readonly faults: readonly string[];
}

interface KilledStudy {
  readonly folder: string;
  readonly studyId: StudyId;
  readonly readerId: UserId;
  readonly acknowledged: string[];
  readonly unheard: Set<string>;
  /** What the last reader sent and heard nothing of. */
  open: string;
}

/** Kills so many readers. A fault is something lost, doubled, or a chain or history that does not hold. */
export async function killReaders(
  random: Random,
  kills: number,
  told: (outcome: KillOutcome) => void = () => {},
): Promise<KillOutcome> {
  let outcome: KillOutcome = { kills: 0, acknowledged: 0, unheard: 0, faults: [] };
  let study: KilledStudy | null = null;
  const cache = mkdtempSync(path.join(tmpdir(), 'lightbox-compiled-'));
  await once(startReader([], cache), 'exit');
  while (outcome.kills < kills) {
    study ??= await newStudy();
    const wasKilled = await readUntilKilled(study, random, cache);
    if (wasKilled) outcome = { ...outcome, kills: outcome.kills + 1 };
    if (wasKilled && outcome.kills < kills) continue;
    outcome = {
      kills: outcome.kills,
      acknowledged: outcome.acknowledged + study.acknowledged.length,
      unheard: outcome.unheard + study.unheard.size,
      faults: [...outcome.faults, ...faultsOf(study)],
    };
    told(outcome);
    rmSync(study.folder, { recursive: true, force: true });
    study = null;
  }
  rmSync(cache, { recursive: true, force: true });
  return outcome;
}

const open = (folder: string): Store => openStore({ folder, clock: () => new Date(), randomId: randomUUID });

async function newStudy(): Promise<KilledStudy> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-kill-'));
  const store = open(folder);
  const { studyId, readers } = await freezeForTest(store, plainStudy(CASES));
  store.close();
  const [reader] = readers;
  if (reader === undefined) throw new Error('The study has a reader.');
  return { folder, studyId, readerId: reader.id, acknowledged: [], unheard: new Set(), open: '' };
}

function startReader(args: readonly string[], cache: string) {
  return spawn(process.execPath, [SUBMITTER, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
}

/** @returns false where the reader came to the end of the study before the kill. */
async function readUntilKilled(study: KilledStudy, random: Random, cache: string): Promise<boolean> {
  const seed = String(random.nextUint32());
  const child = startReader([study.folder, seed, study.open], cache);
  const exited = once(child, 'exit');
  const last = 1 + uniformInteger(random, LATEST.submission);
  const delayMs = uniformInteger(random, LATEST.ms * 1000) / 1000;
  let sent = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, rest] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    if (word === 'held') study.unheard.add(rest);
    if (word === 'try') {
      study.open = rest;
      sent += 1;
      if (sent === last) killIn(child, delayMs);
    }
    if (word === 'done') {
      study.acknowledged.push(rest);
      study.open = '';
    }
  }
  const [code, signal] = await exited;
  if (signal === 'SIGKILL') return true;
  if (code === 0) return false;
  throw new Error(`The reader ended by itself with ${code ?? signal}.`);
}

function killIn(child: ChildProcess, ms: number): void {
  setTimeout(() => child.kill('SIGKILL'), ms);
}

function faultsOf({ folder, studyId, readerId, acknowledged }: KilledStudy): string[] {
  const store = open(folder);
  try {
    store.events.verify(studyId);
    const events = store.events.events(studyId, readerId);
    replaySession(store.assignments.get(studyId, readerId).plan, events);
    const held = events.flatMap((event) => (event.type === 'stage-locked' ? event : []));
    const ids = new Set(held.map(({ submissionId }): string => submissionId));
    const places = new Set(held.map(({ readerCaseId, stage }) => `${readerCaseId} ${stage}`));
    const double = held.length - Math.min(ids.size, places.size);
    // The last reader of all may have been killed between the commit and the acknowledgement.
    const more = held.length - new Set(acknowledged).size;
    return [
      ...acknowledged.filter((id) => !ids.has(id)).map((id) => `${id} was acknowledged and is lost`),
      ...(double === 0 ? [] : [`${double} submissions are held twice`]),
      ...(more === 0 || more === 1 ? [] : [`${more} submissions are held that nobody was told of`]),
    ];
  } catch (thrown) {
    return [String(thrown)];
  } finally {
    store.close();
  }
}
