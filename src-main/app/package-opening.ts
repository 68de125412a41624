import path from 'node:path';
import { canonicalJson } from '../../src-core/base/canonical-json.ts';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash, ReaderFilmId, StudyId, UserId } from '../../src-core/base/ids.ts';
import type { OpenedPackage } from '../../src-core/contract/package-calls.ts';
import { continuesPlan } from '../../src-core/study/plan-growth.ts';
import { plannedFilms, type ReaderPlan } from '../../src-core/study/reader-plan.ts';
import { fingerprint } from '../keys/signing.ts';
import type { Assignment } from '../store/ports.ts';
import type { AppPorts } from './ports.ts';
import { remainingMs } from './single-task.ts';
import type { OpenedStudyFile } from './study-files.ts';

type PackageOfFile = Extract<OpenedStudyFile, { type: 'package' }>;

interface Considered {
  readonly file: PackageOfFile;
  readonly view: OpenedPackage;
}

const FILTER = [{ name: 'Package of a study', extensions: ['lightbox'] }];

/** Packages that come to this workstation: verified first, kept when somebody says so. */
export class PackageOpening {
  readonly #ports: AppPorts;
  /** One at a time; the file stays open until it is kept or another one is opened. */
  #considered: Considered | null = null;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  /**
   * Null when the dialog was closed.
   * @throws LightboxError FILE_* naming the member, CONFLICT for another key or plan than what is here, CANCELLED
   */
  async open(signal: AbortSignal): Promise<OpenedPackage | null> {
    const { dialogs, studyFiles, emit, random } = this.#ports;
    const [chosen, ...others] = await dialogs.openFiles('Open a package', FILTER);
    if (chosen === undefined) return null;
    if (others.length > 0) throw new LightboxError('BAD_INPUT', 'Open one package at a time.');
    this.#considered = null;
    emit('packages.progress', { phase: 'opening', done: 0, total: 1, remainingMs: null });
    const fileName = path.basename(chosen);
    const file = await studyFiles.open(chosen, signal);
    if (file.type !== 'package') {
      const what = 'these are the readings of a reader, which the coordinator takes in';
      throw new LightboxError('FILE_UNSUPPORTED', `${fileName}: ${what}. Open a .lightbox package.`);
    }
    const { manifest, plan } = file;
    const news = this.#newsOf(file);
    const view: OpenedPackage = {
      token: random.token(),
      fileName,
      studyName: plan.studyName,
      readerName: manifest.reader.name,
      cases: plan.sessions.reduce((sum, { trials }) => sum + trials.length, 0),
      sessions: plan.sessions.length,
      fingerprint: fingerprint(manifest.coordinatorKey),
      news,
    };
    this.#considered = { file, view };
    return view;
  }

  /**
   * Keeps the package that was opened: its films, then reader and plan in one transaction; all of it or nothing.
   * @throws LightboxError NOT_FOUND where it is no longer open, CONFLICT, FILE_CORRUPT, DISK_FULL, CANCELLED
   */
  async accept(
    token: string,
    actor: string | null,
    signal: AbortSignal,
  ): Promise<{ readerId: UserId; readerName: string }> {
    const considered = this.#considered;
    if (considered?.view.token !== token)
      throw new LightboxError('NOT_FOUND', 'The package is no longer open. Open it again.');
    const { file } = considered;
    const { news } = considered.view;
    const kept = new Map<ReaderFilmId, BlobHash>();
    let reader: { readerId: UserId; readerName: string };
    try {
      if (news !== 'known') await this.#keepFilms(file, kept, signal);
      reader = this.#keep(file, kept, actor);
    } catch (error) {
      this.#ports.store.discardNewBlobs(kept.values());
      throw error;
    }
    this.#considered = null;
    await this.#ports.studyFiles.close();
    return reader;
  }

  async #keepFilms(
    { token, plan, manifest }: PackageOfFile,
    kept: Map<ReaderFilmId, BlobHash>,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, studyFiles, emit, clock } = this.#ports;
    const held = store.assignments
      .ofStudy(manifest.studyId as StudyId)
      .find(({ readerId }) => readerId === manifest.reader.id);
    const known = held === undefined ? new Set<ReaderFilmId>() : plannedFilms(held.plan);
    const wanted = [...plannedFilms(plan)].filter((film) => !known.has(film));
    const startedAt = clock().getTime();
    for (const film of wanted) {
      if (signal.aborted) throw new LightboxError('CANCELLED', 'Cancelled. Nothing of the package was kept.');
      kept.set(film, await store.blobs.put(await studyFiles.readFilm(token, film)));
      const left = remainingMs(clock().getTime() - startedAt, kept.size, wanted.length);
      const [done, total] = [kept.size, wanted.length];
      emit('packages.progress', { phase: 'keeping', done, total, remainingMs: left });
    }
  }

  /** What is held is looked at again: the films took their time. */
  #keep(
    file: PackageOfFile,
    films: ReadonlyMap<ReaderFilmId, BlobHash>,
    actor: string | null,
  ): { readerId: UserId; readerName: string } {
    const { store } = this.#ports;
    const { manifest, plan, texts } = file;
    const { packageId, protocolHash, coordinatorKey } = manifest;
    const studyId = manifest.studyId as StudyId;
    return store.transaction(() => {
      const news = this.#newsOf(file);
      const { id: readerId, name } = store.users.addReaderOfPackage(
        manifest.reader.id as UserId,
        manifest.reader.name,
      );
      const content = { packageId, plan, texts, films };
      const { studyName } = plan;
      if (news === 'new') {
        const facts = {
          studyId,
          readerId,
          studyName,
          protocolHash,
          origin: 'package',
          coordinatorKey,
        } as const;
        store.assignments.add(facts, content);
      } else if (news === 'later-phase') {
        store.assignments.addPlan(studyId, readerId, content);
        if (this.#goesOn(file)) store.events.takeIn(studyId, readerId, file.rows);
      }
      if (news !== 'known') {
        store.audit.append({
          actor: actor ?? 'nobody signed in',
          action: 'packages.accept',
          details: { study: studyId, studyName, reader: readerId, package: packageId, coordinatorKey, news },
        });
      }
      return { readerId, readerName: name };
    });
  }

  /** @throws as `#heldOf` and `newsOf` */
  #newsOf(file: PackageOfFile): OpenedPackage['news'] {
    const news = newsOf(file, this.#heldOf(file));
    return news === 'known' && this.#goesOn(file) ? 'later-phase' : news;
  }

  /** Whether the package holds more of the chain that was begun here: the coordinator let the reader go on in it. */
  #goesOn({ manifest, rows }: PackageOfFile): boolean {
    const { events } = this.#ports.store;
    const ids = [manifest.studyId as StudyId, manifest.reader.id as UserId] as const;
    const held = events.count(...ids);
    return held > 0 && rows.length > held && events.rows(...ids)[0]?.hash === rows[0]?.hash;
  }

  /**
   * The reader's assignment, where it is here already.
   * @throws LightboxError CONFLICT for a package that another key signed than the one this study is known by
   */
  #heldOf({ manifest }: PackageOfFile): Assignment | null {
    const ofStudy = this.#ports.store.assignments.ofStudy(manifest.studyId as StudyId);
    const other = ofStudy.find(({ coordinatorKey }) => coordinatorKey !== manifest.coordinatorKey);
    if (other !== undefined) {
      throw new LightboxError(
        'CONFLICT',
        `The package is signed with the key ${fingerprint(manifest.coordinatorKey)}. The study "${other.studyName}" came to this workstation with ${fingerprint(other.coordinatorKey)}: the package is from somebody else. Nothing of it was kept.`,
        { expected: other.coordinatorKey, found: manifest.coordinatorKey },
      );
    }
    return ofStudy.find(({ readerId }) => readerId === manifest.reader.id) ?? null;
  }
}

/** @throws LightboxError CONFLICT where the plan is no earlier or later one of the plan that is held */
function newsOf({ manifest, plan }: PackageOfFile, held: Assignment | null): OpenedPackage['news'] {
  if (held === null) return 'new';
  if (held.protocolHash === manifest.protocolHash) {
    if (isSamePlan(held.plan, plan)) return 'known';
    if (continuesPlan(held.plan, plan)) return 'later-phase';
    if (continuesPlan(plan, held.plan)) return 'known';
  }
  throw new LightboxError(
    'CONFLICT',
    `The package holds another plan than the one that ${manifest.reader.name} reads here. Ask the coordinator for the latest package.`,
    { expected: held.protocolHash, found: manifest.protocolHash },
  );
}

const isSamePlan = (one: ReaderPlan, other: ReaderPlan): boolean =>
  canonicalJson(one) === canonicalJson(other);
