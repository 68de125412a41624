import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../src-core/base/errors.ts';
import type { Role } from '../../src-core/contract/session-calls.ts';
import { useWait } from './use-wait.ts';

interface SecretRefusal {
  /** What to say below the field; null: nothing was refused. */
  readonly text: string | null;
  /** Seconds until the account may be tried again. */
  readonly waitSeconds: number;
  /** Takes up what main refused. @returns whether the secret was at fault, and not something else */
  readonly take: (error: LightboxError) => boolean;
}

/** A wrong PIN or passphrase, and how long the account has to wait for the next try. */
export function useSecretRefusal(of: Role, error: LightboxError | null): SecretRefusal {
  const { t } = useTranslation('secrets');
  const [waitSeconds, wait] = useWait();
  const wrong = Number(error?.details['wrong'] ?? 0);
  const refused = error !== null && isOfSecret(error);
  return {
    text: !refused
      ? null
      : waitSeconds > 0
        ? t('wait', { wrong, seconds: waitSeconds })
        : t(`${of}.${error.code === 'SECRET_WRONG' ? 'wrong' : 'waited'}`),
    waitSeconds,
    take: (refusal) => {
      wait(Number(refusal.details['waitSeconds'] ?? 0));
      return isOfSecret(refusal);
    },
  };
}

/** CONFLICT has other meanings too: a wait is told by its details. */
function isOfSecret({ code, details }: LightboxError): boolean {
  return code === 'SECRET_WRONG' || (code === 'CONFLICT' && 'waitSeconds' in details);
}
