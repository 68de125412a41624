import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Random, uniformInteger } from '../../../src-core/base/random.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/ports.ts';

const DRIVER = fileURLToPath(new URL('./queue-driver.ts', import.meta.url));
/** A driver that hangs counts as killed, and the trial then fails for its missing images. */
const LONGEST_RUN_MS = 120_000;
/** Images of the queue that the driver fills. */
export const IMAGES = 20;

/** Where a kill falls: so long after the queue was full or an image came. */
export interface Kill {
  readonly what: 'app' | 'engine';
  /** 0: as soon as the queue is full; n: after the n-th image of this run. */
  readonly afterImage: number;
  readonly delayMs: number;
}

/** A moment anywhere in a run of twenty images, between two lines as well as at one. */
export function drawKill(random: Random, imageMs: number): Kill {
  return {
    what: uniformInteger(random, 2) === 0 ? 'app' : 'engine',
    afterImage: uniformInteger(random, IMAGES),
    delayMs: uniformInteger(random, Math.max(1, Math.round(imageMs * 2))),
  };
}

export interface Run {
  readonly ended: 'done' | 'killed';
  /** False where the run was over before the kill's moment. */
  readonly struck: boolean;
  readonly elapsedMs: number;
}

/** Runs the driver on a data folder to its end, or until the kill of the app. */
export async function runDriver(folder: string, kill: Kill | null): Promise<Run> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [DRIVER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LONGEST_RUN_MS,
    killSignal: 'SIGKILL',
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  let enginePid: number | null = null;
  let images = 0;
  let done = false;
  let struck = false;
  let fell: Promise<void> | null = null;
  const strike = async ({ what, delayMs }: Kill): Promise<void> => {
    await pause(delayMs);
    if (what === 'app') struck = child.kill('SIGKILL');
    else if (enginePid !== null) struck = killQuietly(enginePid);
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, number] = line.split(' ');
    if (word === 'engine') enginePid = Number(number);
    if (word === 'image') images += 1;
    if (word === 'done') done = true;
    const due = word === 'filled' || word === 'image';
    if (kill !== null && fell === null && due && images >= kill.afterImage) fell = strike(kill);
  }
  await fell;
  await exited;
  return { ended: done ? 'done' : 'killed', struck, elapsedMs: performance.now() - startMs };
}

/** False where the engine has ended by itself. */
function killQuietly(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** What a data folder holds once its queue is empty: each film's place, and the SHA-256 of its pixels. */
export interface Outcome {
  /** `prompt, seed, steps` of each film with its hash, sorted. */
  readonly films: readonly string[];
  /** What is not as it should be; empty for a sound folder. */
  readonly faults: readonly string[];
}

export async function inspectFolder(folder: string): Promise<Outcome> {
  // Twice: the sweep of an interrupted run happens at the opening.
  openTrialStore(folder).close();
  const store = openTrialStore(folder);
  try {
    const { films } = store.films.list({ kind: 'synthetic' }, { limit: 1000, offset: 0 });
    const faults: string[] = [];
    const named = new Set<string>();
    const lines: string[] = [];
    for (const film of films) {
      if (film.kind !== 'synthetic') continue;
      named.add(film.pixelsBlob);
      const bytes = await store.blobs.get(film.pixelsBlob);
      if (bytes.length !== film.width * film.height) faults.push(`film ${film.id} has ${bytes.length} bytes`);
      const hash = createHash('sha256').update(bytes).digest('hex');
      lines.push(`${film.text}, ${film.seed}, ${String(film.recipe['steps'])}: ${hash}`);
    }
    for (const blob of blobsIn(folder)) if (!named.has(blob)) faults.push(`no row names the blob ${blob}`);
    if (existsSync(join(folder, 'blobs', 'tmp')) && readdirSync(join(folder, 'blobs', 'tmp')).length > 0)
      faults.push('temporary files are left');
    return { films: lines.sort(), faults };
  } finally {
    store.close();
  }
}

function blobsIn(folder: string): string[] {
  const root = join(folder, 'blobs');
  return readdirSync(root)
    .filter((name) => name !== 'tmp')
    .flatMap((name) => readdirSync(join(root, name)));
}

function openTrialStore(folder: string): Store {
  return openStore({ folder, clock: () => new Date(), randomId: randomUUID });
}

export interface Trial {
  /** Those that fell while the queue was being drawn. */
  readonly kills: readonly Kill[];
  readonly outcome: Outcome;
}

/** A new queue, killed once or twice at random moments and taken up again until it is empty. */
export async function killTrial(random: Random, imageMs: number): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-kill-'));
  try {
    const planned = Array.from({ length: 1 + uniformInteger(random, 2) }, () => drawKill(random, imageMs));
    const kills: Kill[] = [];
    for (const kill of [...planned, null, null]) {
      const { ended, struck } = await runDriver(folder, kill);
      if (struck && kill !== null) kills.push(kill);
      if (ended === 'done') break;
    }
    return { kills, outcome: await inspectFolder(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the queue gives where nothing disturbs it, and how long an image takes then. */
export async function undisturbed(): Promise<{ outcome: Outcome; imageMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-kill-'));
  try {
    const { elapsedMs } = await runDriver(folder, null);
    return { outcome: await inspectFolder(folder), imageMs: elapsedMs / IMAGES };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
