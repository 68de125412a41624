import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freezeSealedStudy } from './testing/sealed-study.ts';
import { DRIVERS, freezeStudy, openTestStore, type TestStore } from './testing/test-store.ts';

const SUBMITTER = fileURLToPath(new URL('./testing/submit-readings.ts', import.meta.url));
const APPENDER = fileURLToPath(new URL('./testing/append-events.ts', import.meta.url));
/** For each driver. */
const KILLS = 3;
/** Of a reader whose events are appended: 20 over both drivers. */
const EVENT_KILLS = 10;
/** More than the readers get through before they are killed. */
const CASES = 150;
const EVENT_CASES = 450;

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
  const readUntilKilled = async (script: string, after: number): Promise<string[]> => {
    const child = spawn(process.execPath, [script, test.folder, name], {
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

  it('loses no acknowledged reading, doubles none, and keeps its chain', async () => {
    const study = await freezeStudy(test.store, CASES, ['Ada']);
    test.store.close();
    const acknowledged: string[] = [];
    for (const after of moments(20261123, KILLS))
      acknowledged.push(...(await readUntilKilled(SUBMITTER, after)));
    test.reopen();

    const stored = test.store.readings.list(study.studyId);
    const ids = stored.map(({ submissionId }): string => submissionId);
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(stored.map(({ readerCaseId, stage }) => `${readerCaseId} ${stage}`)).size).toBe(
      ids.length,
    );
    // Each kill may leave one reading that was committed but not yet acknowledged.
    expect(ids.length - acknowledged.length).toBeLessThanOrEqual(KILLS);
    test.store.readings.verify(study.studyId);
  });

  it('loses no event that was acknowledged, doubles none, and keeps the chain of events', async () => {
    const study = await freezeSealedStudy(test.store, EVENT_CASES, ['Ada']);
    const [readerId] = study.readers;
    if (readerId === undefined) throw new Error('The study has a reader.');
    test.store.close();
    const acknowledged: string[] = [];
    for (const after of moments(20261124, EVENT_KILLS)) {
      acknowledged.push(...(await readUntilKilled(APPENDER, after)));
    }
    test.reopen();

    const { events } = test.store;
    const held = events
      .events(study.studyId, readerId)
      .flatMap((event) => ('submissionId' in event ? [event.submissionId as string] : []));
    expect(acknowledged.length).toBeGreaterThan(EVENT_KILLS);
    expect(acknowledged.filter((id) => !held.includes(id))).toEqual([]);
    expect(new Set(held).size).toBe(held.length);
    expect(held.length - acknowledged.length).toBeLessThanOrEqual(EVENT_KILLS);
    events.verify(study.studyId);
  });
});
