import { LightboxError } from '../../src-core/base/errors.ts';
import { fingerprint, type SigningKey } from '../keys/signing.ts';
import type { AppSession } from './session.ts';

/** The signing key of who is signed in. @throws LightboxError NOT_SIGNED_IN */
export function signingKeyOf({ signingKey }: AppSession): SigningKey {
  if (signingKey === null) throw new LightboxError('NOT_SIGNED_IN', 'Nobody is signed in. Sign in first.');
  return signingKey;
}

/** @throws LightboxError CONFLICT where a study was frozen with another key than the signed-in coordinator's */
export function requireStudyKey(coordinatorKey: string, key: SigningKey): void {
  if (coordinatorKey === key.publicKey) return;
  throw new LightboxError(
    'CONFLICT',
    `The study was frozen with another key (${fingerprint(coordinatorKey)}) than yours (${fingerprint(key.publicKey)}): its readers would refuse what you sign.`,
  );
}
