import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSecretForm } from '../../src-core/contract/secret-rules.ts';
import type { Role } from '../../src-core/contract/session-calls.ts';
import { SecretInput } from './secret-input.tsx';

interface NewSecretFieldsProps {
  readonly of: Role;
  /** The secret, once it was typed twice alike and can be one; null until then. */
  readonly onChange: (secret: string | null) => void;
  readonly autoFocus?: boolean;
}

/** A new PIN or passphrase, typed twice, with what it is for and what is gone with it. */
export function NewSecretFields({ of, onChange, autoFocus }: NewSecretFieldsProps) {
  const { t } = useTranslation('secrets');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const change = (one: string, two: string): void => {
    setFirst(one);
    setSecond(two);
    onChange(one === two && isSecretForm(of, one) ? one : null);
  };
  // Nothing is called wrong while it is still being typed.
  const wrongForm = second !== '' && !isSecretForm(of, first);
  const differs = second.length >= first.length && second !== first;
  return (
    <Stack gap="md">
      <Text size="sm">{t(`${of}.purpose`)}</Text>
      <SecretInput
        of={of}
        label={t(`${of}.new`)}
        value={first}
        onChange={(value) => change(value, second)}
        autoFocus={autoFocus === true}
        error={wrongForm ? t(`${of}.form`) : null}
      />
      <SecretInput
        of={of}
        label={t(`${of}.again`)}
        value={second}
        onChange={(value) => change(first, value)}
        error={differs ? t('differs') : null}
      />
      <Text size="sm">{t(`${of}.lost`)}</Text>
    </Stack>
  );
}
