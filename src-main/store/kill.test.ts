import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freezeSealedStudy } from './testing/sealed-study.ts';
import { DRIVERS, openTestStore, type TestStore } from './testing/test-store.ts';

const APPENDER = fileURLToPath(new URL('./testing/append-events.ts', import.meta.url));
/** For each driver. */
const KILLS = 10;
/** More than the reader gets through before the last kill. */
const CASES = 450;

/** Park and Miller's minimal standard generator (CACM 31, 1988): the moments of the kills, the same in every run. */
function moments(seed: number, count: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return state % 40;
  });
}

describe.each(DRIVERS)('readings over %s, with the process killed', (name) => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore(name);
  });
  afterEach(() => test.dispose());

  /** Lets a reader work and kills it as soon as `after` readings are acknowledged; what it had said until then. */
  const readUntilKilled = async (after: number): Promise<string[]> => {
    const child = spawn(process.execPath, [APPENDER, test.folder, name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (said.length === after + 1) child.kill('SIGKILL');
    }
    expect(await exited).toEqual([null, 'SIGKILL']);
    expect(said[0]).toBe('ready');
    return said.slice(1);
  };

  it('loses no event that was acknowledged, doubles none, and keeps the chain of events', async () => {
    const study = await freezeSealedStudy(test.store, CASES, ['Ada']);
    const [readerId] = study.readers;
    if (readerId === undefined) throw new Error('The study has a reader.');
    test.store.close();
    const acknowledged: string[] = [];
    for (const after of moments(20261124, KILLS)) {
      acknowledged.push(...(await readUntilKilled(after)));
    }
    test.reopen();

    const { events } = test.store;
    const held = events
      .events(study.studyId, readerId)
      .flatMap((event) => ('submissionId' in event ? [event.submissionId as string] : []));
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    expect(acknowledged.filter((id) => !held.includes(id))).toEqual([]);
    expect(new Set(held).size).toBe(held.length);
    expect(held.length - acknowledged.length).toBeLessThanOrEqual(KILLS);
    events.verify(study.studyId);
  });
});
