import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash, ReaderCaseId } from '../../src-core/base/ids.ts';
import type { CallRole } from '../../src-core/contract/define.ts';
import type { Person } from '../../src-core/contract/session-calls.ts';

/** What a pixel token stands for; the window never learns it. */
export type PixelTarget =
  | { readonly kind: 'film'; readonly blob: BlobHash }
  | { readonly kind: 'preview'; readonly pixels: Uint8Array }
  | { readonly kind: 'case'; readonly readerCaseId: ReaderCaseId };

/** The case before a reader and since when its present stage has been. */
export interface OpenCase {
  readonly readerCaseId: ReaderCaseId;
  readonly stageOpenedAt: string;
}

/**
 * One window's session: who is signed in, and the pixel tokens minted for that person. Tokens are random and
 * end with the sign-in, so that a reader's window cannot ask for what a coordinator saw.
 */
export class AppSession {
  /** Names this sign-in in the log of openings; a new one after each sign-in and start. */
  #signInId: string;
  #person: Person | null = null;
  /** Set while a reader has a case before the eyes. */
  openCase: OpenCase | null = null;
  #previewToken: string | null = null;
  #dropped: readonly string[] = [];
  readonly #newId: () => string;
  readonly #newToken: () => string;
  readonly #targets = new Map<string, PixelTarget>();
  readonly #tokensOfBlobs = new Map<BlobHash, string>();

  constructor(random: { id(): string; token(): string }) {
    this.#newId = () => random.id();
    this.#newToken = () => random.token();
    this.#signInId = random.id();
  }

  get person(): Person | null {
    return this.#person;
  }

  get signInId(): string {
    return this.#signInId;
  }

  signIn(person: Person): void {
    this.signOut();
    this.#person = person;
    this.#signInId = this.#newId();
  }

  signOut(): void {
    this.#person = null;
    this.openCase = null;
    this.#dropped = [];
    this.#targets.clear();
    this.#tokensOfBlobs.clear();
  }

  /** @throws LightboxError NOT_SIGNED_IN, FORBIDDEN_ROLE */
  require(role: CallRole): void {
    if (role === 'anyone') return;
    if (this.#person === null)
      throw new LightboxError('NOT_SIGNED_IN', 'Nobody is signed in. Sign in first.');
    if (role === 'signed-in' || role === this.#person.role) return;
    throw new LightboxError(
      'FORBIDDEN_ROLE',
      `This is for the ${role}; a ${this.#person.role} is signed in.`,
    );
  }

  /** @throws LightboxError NOT_SIGNED_IN where the sign-in of that id has ended */
  requireStill(signInId: string): void {
    if (this.#person === null || this.#signInId !== signInId)
      throw new LightboxError('NOT_SIGNED_IN', 'The person who asked for this has signed out.');
  }

  /** The URL of a film's raw pixels; the same for one blob during one sign-in, so that windows can cache it. */
  filmUrl(blob: BlobHash): string {
    let token = this.#tokensOfBlobs.get(blob);
    if (token === undefined) {
      token = this.#newToken();
      this.#tokensOfBlobs.set(blob, token);
      this.#targets.set(token, { kind: 'film', blob });
    }
    return `app://blob/${token}`;
  }

  /** The URL of pixels that are not kept; the one before stops working. */
  previewUrl(pixels: Uint8Array): string {
    if (this.#previewToken !== null) this.#targets.delete(this.#previewToken);
    const token = this.#newToken();
    this.#previewToken = token;
    this.#targets.set(token, { kind: 'preview', pixels });
    return `app://blob/${token}`;
  }

  /** The URL of a reader's case: fresh at each opening, and the only one that works from then on. */
  caseUrl(readerCaseId: ReaderCaseId): string {
    this.#targets.clear();
    this.#tokensOfBlobs.clear();
    const token = this.#newToken();
    this.#targets.set(token, { kind: 'case', readerCaseId });
    return `app://blob/${token}`;
  }

  /** Remembers where the things lie that a coordinator dropped onto the window. */
  drop(paths: readonly string[]): void {
    if (this.#person?.role === 'coordinator') this.#dropped = paths;
  }

  /** What was dropped last, once. */
  takeDropped(): readonly string[] {
    const dropped = this.#dropped;
    this.#dropped = [];
    return dropped;
  }

  target(token: string): PixelTarget | undefined {
    return this.#targets.get(token);
  }
}

/** The signed-in person of a call whose role was checked. */
export function signedIn(session: AppSession): Person {
  if (session.person === null)
    throw new LightboxError('NOT_SIGNED_IN', 'Nobody is signed in. Sign in first.');
  return session.person;
}
