import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom, uniformInteger } from '../../src-core/base/random.ts';
import type { ReadingStep } from '../../src-core/contract/reader-calls.ts';
import type { ProtocolInput } from '../../src-core/study/protocol.ts';
import { replaySession } from '../../src-core/study/session.ts';
import { nextStep } from '../../src-core/study/session-steps.ts';
import { type FrozenStudy, freezeForTest, sessionOf } from './testing/frozen-study.ts';
import { openTestApp, type TestApp } from './testing/test-app.ts';
import { fullStudy, plainStudy } from './testing/test-designs.ts';
import { type Entered, TestReader } from './testing/test-reader.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A step without what is of one showing: addresses, and whether the case was left before. */
function lasting(step: ReadingStep): unknown {
  return { ...step, films: 'films' in step ? step.films.length : 0, interrupted: null };
}

/** One reader of a study, in one app after the other over the same folder. */
class CutReader {
  readonly entered: Entered[] = [];
  nowMs = Date.parse('2026-03-02T08:00:00.000Z');
  #cuts = 0;
  readonly #seed: string;
  readonly #study: FrozenStudy;
  #test: TestApp;
  reader: TestReader;

  private constructor(seed: string, study: FrozenStudy, test: TestApp) {
    [this.#seed, this.#study, this.#test] = [seed, study, test];
    this.reader = this.#sitDown();
  }

  static async of(protocol: ProtocolInput, seed: string): Promise<CutReader> {
    const test = openTestApp();
    const study = await freezeForTest(test.ports.store, protocol);
    const own = new CutReader(seed, study, test);
    await own.cut();
    return own;
  }

  #sitDown(): TestReader {
    const session = sessionOf(this.#test, this.#readerId);
    return new TestReader(
      this.#test,
      session,
      this.#study.studyId,
      seededRandom(`${this.#seed}/${this.#cuts}`),
    );
  }

  get #readerId() {
    const [reader] = this.#study.readers;
    if (reader === undefined) throw new Error('The study has a reader.');
    return reader.id;
  }

  /** The app ends, and another one begins with the same folder. */
  async cut(): Promise<ReadingStep> {
    this.entered.push(...this.reader.entered.splice(0));
    await this.#test.close();
    this.#cuts += 1;
    const clock = (): Date => {
      this.nowMs += 1000;
      return new Date(this.nowMs);
    };
    this.#test = openTestApp({ folder: this.#test.folder, clock });
    this.reader = this.#sitDown();
    return this.reader.resume();
  }

  /** What the store holds of what was submitted. */
  held(): unknown[] {
    const { events } = this.#test.ports.store;
    events.verify(this.#study.studyId);
    return events
      .events(this.#study.studyId, this.#readerId)
      .flatMap((event) =>
        'submissionId' in event ? { submissionId: event.submissionId, answers: event.answers } : [],
      );
  }

  submitted(): unknown[] {
    return this.entered.map(({ submissionId, answers }) => ({ submissionId, answers }));
  }

  /** What is due by the events and the plan alone. */
  dueByEvents(): string {
    const { assignments, events } = this.#test.ports.store;
    const { plan } = assignments.get(this.#study.studyId, this.#readerId);
    const state = replaySession(plan, events.events(this.#study.studyId, this.#readerId));
    return nextStep(plan, state, 'another stay', new Date(this.nowMs).toISOString()).kind;
  }

  async end(): Promise<void> {
    await this.#test.close();
  }
}

/** What is due, or a cut, or one of the ways aside. */
async function actSomehow(own: CutReader, random: Random): Promise<void> {
  const { step } = own.reader;
  const back = 'back' in step ? step.back : null;
  const aside = uniformInteger(random, 6);
  if (aside === 0) expect((await own.cut()).kind).toBe(own.dueByEvents());
  else if (aside === 1 && back !== null) await own.reader.goBack(back);
  else if (aside === 2 && step.kind === 'case') await own.reader.pause();
  else if (aside === 3 && step.kind === 'review') await own.reader.resume();
  else await own.reader.goOn();
}

describe('a reading that is cut off', () => {
  it('after any of its steps goes on at the same one, in a study with everything', async () => {
    const gates = { displayCheck: 'every-session' as const, instructions: { first: 'Judge each film.' } };
    const own = await CutReader.of({ ...fullStudy(), gates }, 'every step');
    const kinds = new Set<string>();
    for (;;) {
      const before = own.reader.step;
      kinds.add(before.kind);
      expect(lasting(await own.cut())).toEqual(lasting(before));
      if (before.kind === 'done') break;
      if (before.kind === 'wait') own.nowMs += 7 * DAY_MS;
      if (before.kind === 'wait') await own.reader.resume();
      else
        await own.reader.goOn((answers, step) =>
          step.kind === 'training' ? { ...answers, realism: 1 } : answers,
        );
    }
    expect([...kinds].sort()).toEqual(
      [
        'begin-session',
        'case',
        'display-check',
        'done',
        'end-session',
        'instructions',
        'questionnaire',
        'sign',
        'training',
        'wait',
      ].sort(),
    );
    expect(own.held()).toEqual(own.submitted());
    await own.end();
  }, 60_000);

  it('at random, between going back, revising and pausing, goes on at what its events say, with every answer kept', async () => {
    const protocol: ProtocolInput = { ...plainStudy(4), backNavigation: 'logged' };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const random = seededRandom(`cuts/${seed}`);
        const own = await CutReader.of(protocol, String(seed));
        while (own.reader.step.kind !== 'done') await actSomehow(own, random);
        await own.cut();
        expect(own.held()).toEqual(own.submitted());
        await own.end();
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
