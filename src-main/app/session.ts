import { LightboxError } from '../../src-core/base/errors.ts';
import type { BlobHash, ReaderCaseId, ReaderFilmId, StudyId } from '../../src-core/base/ids.ts';
import type { CallRole } from '../../src-core/contract/define.ts';
import type { Person } from '../../src-core/contract/session-calls.ts';
import type { SigningKey } from '../keys/signing.ts';

/** What a pixel token stands for; the window never learns it. */
export type PixelTarget =
  | { readonly kind: 'film'; readonly blob: BlobHash }
  | { readonly kind: 'preview'; readonly pixels: Uint8Array }
  | { readonly kind: 'reader-film'; readonly studyId: StudyId; readonly filmId: ReaderFilmId };

/**
 * One window's session: who is signed in, and the pixel tokens minted for that person. Tokens are random and
 * end with the sign-in, so that a reader's window cannot ask for what a coordinator saw.
 */
export class AppSession {
  /** Names this sign-in in the log of openings; a new one after each sign-in and start. */
  #signInId: string;
  #person: Person | null = null;
  #signingKey: SigningKey | null = null;
  #previewToken: string | null = null;
  #setTokens: readonly string[] = [];
  #dropped: readonly string[] = [];
  readonly #newId: () => string;
  readonly #newToken: () => string;
  readonly #targets = new Map<string, PixelTarget>();
  readonly #tokensOfBlobs = new Map<BlobHash, string>();
  readonly #endings = new Set<() => void>();
  #showing: { readonly of: string; readonly urls: readonly string[] } | null = null;

  constructor(random: { id(): string; token(): string }) {
    this.#newId = () => random.id();
    this.#newToken = () => random.token();
    this.#signInId = random.id();
  }

  get person(): Person | null {
    return this.#person;
  }

  /** The signed-in person's key, until the sign-out; it never leaves main. */
  get signingKey(): SigningKey | null {
    return this.#signingKey;
  }

  get signInId(): string {
    return this.#signInId;
  }

  signIn(person: Person, signingKey: SigningKey): void {
    this.signOut();
    this.#person = person;
    this.#signingKey = signingKey;
    this.#signInId = this.#newId();
  }

  signOut(): void {
    this.#person = null;
    this.#signingKey = null;
    this.#dropped = [];
    this.hideFilms();
    for (const end of this.#endings) end();
    this.#endings.clear();
  }

  /** Has something that is kept for the signed-in person ended with the sign-in. */
  atSignOut(end: () => void): void {
    this.#endings.add(end);
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

  /** URLs of pixels that are not kept, together; those of the set before stop working. */
  previewUrls(pictures: readonly Uint8Array[]): string[] {
    for (const token of this.#setTokens) this.#targets.delete(token);
    this.#setTokens = pictures.map(() => this.#newToken());
    return this.#setTokens.map((token, index) => {
      this.#targets.set(token, { kind: 'preview', pixels: pictures[index] ?? new Uint8Array() });
      return `app://blob/${token}`;
    });
  }

  /**
   * The URLs of the films of a reader's case, in their order. They stay while it is the one before the reader; at each
   * new showing they are fresh, and the only ones that work from then on.
   */
  showFilms(studyId: StudyId, readerCaseId: ReaderCaseId, films: readonly ReaderFilmId[]): string[] {
    const of = `${studyId}/${readerCaseId}`;
    if (this.#showing?.of !== of) {
      this.hideFilms();
      const tokens = films.map((filmId) => {
        const token = this.#newToken();
        this.#targets.set(token, { kind: 'reader-film', studyId, filmId });
        return token;
      });
      this.#showing = { of, urls: tokens.map((token) => `app://blob/${token}`) };
    }
    return [...this.#showing.urls];
  }

  /** From here on no URL of this session works. */
  hideFilms(): void {
    this.#targets.clear();
    this.#tokensOfBlobs.clear();
    this.#showing = null;
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
