/** A whole study in two instances of the app on data folders of their own: out by packages, back by readings. */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReaderCaseId, StudyId, SubmissionId, UserId } from '../../../src-core/base/ids.ts';
import { seededRandom, uniformInteger } from '../../../src-core/base/random.ts';
import type { CallInput } from '../../../src-core/contract/contract.ts';
import type { TakenReadings } from '../../../src-core/contract/package-calls.ts';
import type { StudyDraft } from '../../../src-core/study/draft.ts';
import { readingPhase } from '../../../src-core/study/protocol-defaults.ts';
import type { SessionEvent } from '../../../src-core/study/session-events.ts';
import { draftFilm } from '../../../src-core/study/test-study.ts';
import type { AppSession } from '../session.ts';
import { openTestApp, TEST_SECRETS, type TestApp } from './test-app.ts';
import { TestReader } from './test-reader.ts';
import { addPhantoms, designStudy } from './test-study.ts';

/** What a reader entered, and when, as the call took it. */
export interface EnteredReading {
  readonly at: string;
  readonly readerCaseId: ReaderCaseId;
  readonly stage: string;
  readonly submissionId: SubmissionId;
  readonly answers: CallInput<'reader.submit'>['answers'];
  readonly timing: CallInput<'reader.submit'>['timing'];
}

const DAY_MS = 24 * 60 * 60 * 1000;
const WASHOUT_DAYS = 14;

/** A workstation whose clock is moved by hand. */
interface Station {
  readonly test: TestApp;
  advance(ms: number): void;
  now(): string;
}

function openStation(folder: string): Station {
  let ms = Date.UTC(2026, 10, 2, 8);
  const test = openTestApp({ folder, clock: () => new Date(ms) });
  return {
    test,
    advance: (by) => {
      ms += by;
    },
    now: () => new Date(ms).toISOString(),
  };
}

export interface PackagedStudyOptions {
  readonly readers: number;
  /** Half of them real; each is read in two sessions, once for realism and once with its text. */
  readonly cases: number;
  readonly seed: number;
}

/** From a library to packages, to readers at another workstation, and back. */
export class PackagedStudy {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'lightbox-packaged-'));
  readonly home: Station;
  readonly away: Station;
  readonly names: readonly string[];
  readonly entered = new Map<UserId, EnteredReading[]>();
  /** `.readings` files in the order they were written. */
  readonly files: string[] = [];
  studyId = '' as StudyId;
  packages: readonly string[] = [];
  coordinator: AppSession;
  readonly #options: PackagedStudyOptions;
  readonly #random: ReturnType<typeof seededRandom>;

  constructor(options: PackagedStudyOptions) {
    this.#options = options;
    this.#random = seededRandom(`packaged-study/${options.seed}`);
    this.home = openStation(this.#subfolder('home'));
    this.away = openStation(this.#subfolder('away'));
    this.names = Array.from({ length: options.readers }, (_, index) => `Reader ${index + 1}`);
    this.coordinator = this.home.test.app.newSession();
  }

  #subfolder(name: string): string {
    const folder = path.join(this.folder, name);
    mkdirSync(folder);
    return folder;
  }

  /** The coordinator's first day: an account, films, readers, a frozen study. */
  async design(): Promise<void> {
    const { test } = this.home;
    const call = <Name extends 'session.createCoordinator'>(name: Name, input: CallInput<Name>) =>
      test.call(this.coordinator, name, input);
    await call('session.createCoordinator', { name: 'Cora', passphrase: TEST_SECRETS.coordinator });
    const films = await addPhantoms(test, this.#options.cases / 2);
    const readers: UserId[] = [];
    for (const name of this.names)
      readers.push((await test.call(this.coordinator, 'readers.create', { name })).id);
    const chosen = [
      ...films.real.map((id) => draftFilm(id, 'real')),
      ...films.synthetic.map((id) => draftFilm(id, 'synthetic')),
    ];
    this.studyId = await designStudy(
      test,
      this.coordinator,
      'realism-alignment',
      readers,
      chosen,
      twoSessions,
    );
    const { studyId } = this;
    const passphrase = TEST_SECRETS.coordinator;
    await test.call(this.coordinator, 'design.freeze', { studyId, passphrase });
  }

  async pack(): Promise<void> {
    const { test } = this.home;
    const readerIds = [...test.ports.store.studies.readers(this.studyId)];
    test.dialogs.open = [this.#subfolder('stick')];
    const written = await test.call(this.coordinator, 'packages.write', { studyId: this.studyId, readerIds });
    this.packages = (written?.packages ?? []).map(({ fileName }) =>
      path.join(this.folder, 'stick', fileName),
    );
  }

  /** At the readers' workstation, before anybody is signed in. @returns the reader's id there */
  async accept(file: string, { test }: Station = this.away): Promise<UserId> {
    const window = test.app.newSession();
    test.dialogs.open = [file];
    const opened = await test.call(window, 'packages.open', {});
    const accepted = await test.call(window, 'packages.accept', { token: opened?.token ?? '' });
    return accepted.readerId;
  }

  /** Reads one session after the other, as far as the washout lets, and writes the readings down after each. */
  async read(readerId: UserId, sessions: number, station: Station = this.away): Promise<void> {
    const { test } = station;
    const session = test.app.newSession();
    await test.call(session, 'session.signIn', { userId: readerId, secret: TEST_SECRETS.reader });
    const entered = this.entered.get(readerId) ?? [];
    if (station === this.away) this.entered.set(readerId, entered);
    const reader = new TestReader(
      {
        call: async (own, name, input) => {
          station.advance(1000 + uniformInteger(this.#random, 20_000));
          const answer = await test.call(own, name, input);
          if (name === 'reader.submit') entered.push(enteredBy(station, input as CallInput<'reader.submit'>));
          return answer;
        },
      },
      session,
      this.studyId,
      this.#random,
    );
    for (let number = 1; number <= sessions; number += 1) {
      await reader.resume();
      const { step } = reader;
      if (step.kind === 'wait') {
        station.advance(Date.parse(step.until) - Date.parse(station.now()));
        await reader.resume();
      }
      while (reader.step.kind !== 'wait' && (await reader.goOn()));
      await this.write(session, `${readerId}-${number}.readings`, station);
    }
    await test.call(session, 'session.signOut', {});
  }

  async write(session: AppSession, name: string, { test }: Station = this.away): Promise<string> {
    const target = path.join(this.folder, 'stick', name);
    test.dialogs.save = target;
    await test.call(session, 'reader.writeReadings', { studyId: this.studyId });
    this.files.push(target);
    return target;
  }

  async take(files: readonly string[]): Promise<TakenReadings[]> {
    this.home.test.dialogs.open = files;
    return this.home.test.call(this.coordinator, 'packages.takeReadings', {});
  }

  /** The files in a random order, each of them twice. */
  shuffledTwice(): string[] {
    const left = [...this.files, ...this.files];
    const shuffled: string[] = [];
    while (left.length > 0) shuffled.push(...left.splice(uniformInteger(this.#random, left.length), 1));
    return shuffled;
  }

  /** What the coordinator's workstation holds of a reader's answers, in the order of the chain. */
  merged(readerId: UserId): EnteredReading[] {
    return this.home.test.ports.store.events.events(this.studyId, readerId).flatMap(lockedReading);
  }

  third(): Station {
    const station = openStation(this.#subfolder('third'));
    station.advance(DAY_MS);
    return station;
  }

  async close(): Promise<void> {
    await this.home.test.close();
    await this.away.test.close();
  }
}

/** A file with one bit of one byte other than it was. */
export function flipped(file: string, at: number): Uint8Array {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  return bytes;
}

function enteredBy(station: Station, input: CallInput<'reader.submit'>): EnteredReading {
  const { readerCaseId, stage, submissionId, answers, timing } = input;
  return {
    at: station.now(),
    readerCaseId: readerCaseId as ReaderCaseId,
    stage,
    submissionId: submissionId as SubmissionId,
    answers,
    timing,
  };
}

function lockedReading(event: SessionEvent): EnteredReading[] {
  if (event.type !== 'stage-locked') return [];
  const { at, readerCaseId, stage, submissionId, answers, timing } = event;
  return [{ at, readerCaseId, stage, submissionId, answers, timing }];
}

/** All films in each of two sessions, a fortnight apart: realism alone, then the text. */
function twoSessions(draft: StudyDraft): StudyDraft {
  const { instrument } = draft.rules;
  const [first, second] = ['realism', 'alignment'].map((stage) => ({
    ...readingPhase(`phase-${stage}`, instrument),
    stages: [stage],
  }));
  if (first === undefined || second === undefined) throw new Error('There are two phases.');
  return {
    ...draft,
    rules: {
      ...draft.rules,
      phases: [first, { ...second, washout: { beforeDays: WASHOUT_DAYS, betweenDays: 0 } }],
      gates: { displayCheck: 'every-session', instructions: null },
    },
  };
}
