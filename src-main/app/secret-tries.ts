import { LightboxError } from '../../src-core/base/errors.ts';
import type { UserId } from '../../src-core/base/ids.ts';

/** Wrong secrets that cost nothing; each one after them doubles the wait, up to a quarter of an hour. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 15 * 60_000;

interface Tries {
  readonly wrong: number;
  readonly refusedUntilMs: number;
}

/**
 * Wrong PINs and passphrases since the start, by account. A try counts as wrong from its beginning, so that many at
 * once are no way around the wait.
 */
export class SecretTries {
  readonly #now: () => Date;
  readonly #tries = new Map<UserId, Tries>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /**
   * Counts one more try. @returns how many are wrong so far, if this one is.
   * @throws LightboxError CONFLICT with `details.waitSeconds` while the account has to wait
   */
  begin(id: UserId): number {
    const nowMs = this.#now().getTime();
    const { wrong, refusedUntilMs } = this.#tries.get(id) ?? { wrong: 0, refusedUntilMs: 0 };
    const waitSeconds = Math.ceil((refusedUntilMs - nowMs) / 1000);
    if (waitSeconds > 0) {
      throw new LightboxError(
        'CONFLICT',
        `After ${wrong} wrong tries this account has to wait ${waitSeconds} s more. Then try again.`,
        { waitSeconds, wrong },
      );
    }
    const next = wrong + 1;
    const waitMs =
      next < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (next - FREE_TRIES), LONGEST_WAIT_MS);
    this.#tries.set(id, { wrong: next, refusedUntilMs: nowMs + waitMs });
    return next;
  }

  /** Seconds until the account may be tried again. */
  waitSeconds(id: UserId): number {
    const until = this.#tries.get(id)?.refusedUntilMs ?? 0;
    return Math.max(0, Math.ceil((until - this.#now().getTime()) / 1000));
  }

  /** After a right one, or where the secret is chosen anew. */
  forget(id: UserId): void {
    this.#tries.delete(id);
  }
}
