import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../src-core/contract/session-calls.ts';

type SecretInputProps = Omit<PasswordInputProps, 'value' | 'onChange' | 'role'> & {
  /** Whose secret it is: a reader's PIN, a coordinator's passphrase. */
  readonly of: Role;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A PIN or passphrase as it is typed: hidden until asked for, with word of the capital lock. */
export function SecretInput({ of, value, onChange, ...props }: SecretInputProps) {
  const { t } = useTranslation('secrets');
  const [capitals, setCapitals] = useState(false);
  const look = (event: KeyboardEvent) => setCapitals(event.getModifierState('CapsLock'));
  return (
    <PasswordInput
      size="lg"
      autoComplete="off"
      spellCheck={false}
      maxLength={1000}
      inputMode={of === 'reader' ? 'numeric' : 'text'}
      visibilityToggleButtonProps={{ 'aria-label': t('show'), tabIndex: 0 }}
      {...props}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={look}
      onKeyUp={look}
      {...(of === 'coordinator' && capitals ? { description: t('capitals') } : {})}
    />
  );
}
