import { Button, Group, Stack, Title } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../src-core/contract/session-calls.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewSecretFields } from '../../ui/new-secret-fields.tsx';
import { SecretInput } from '../../ui/secret-input.tsx';
import { useSecretRefusal } from '../../ui/use-secret-refusal.ts';
import { useEnter } from './use-enter.ts';

interface SecretFormProps {
  readonly account: Account;
  readonly onBack: () => void;
}

/** The PIN or passphrase of the person who was chosen, or the choice of one where there is none yet. */
export function SecretForm({ account, onBack }: SecretFormProps) {
  const { t } = useTranslation(['signIn', 'secrets', 'common']);
  const enter = useEnter();
  const signIn = useCommand('session.signIn', { onSuccess: enter });
  const [secret, setSecret] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const refusal = useSecretRefusal(account.role, signIn.error);
  const given = account.hasSecret ? secret : (chosen ?? '');
  const ready = given !== '' && refusal.waitSeconds === 0 && !signIn.isPending;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    signIn.mutate(
      { userId: account.id, secret: given },
      {
        onError: (error) => {
          if (!refusal.take(error)) return;
          field.current?.focus();
          field.current?.select();
        },
      },
    );
  };
  return (
    <form
      aria-label={account.name}
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onBack();
      }}
    >
      <Title order={1} size="h2" mb="xl">
        {account.name}
      </Title>
      <Stack gap="md">
        {account.hasSecret ? (
          <SecretInput
            of={account.role}
            ref={field}
            label={t(`secrets:${account.role}.name`)}
            value={secret}
            onChange={setSecret}
            autoFocus
            error={refusal.text}
          />
        ) : (
          <NewSecretFields of={account.role} onChange={setChosen} autoFocus />
        )}
        {signIn.error === null || refusal.text !== null ? null : <ErrorNotice error={signIn.error} />}
        <Group gap="md" grow>
          <Button variant="default" size="lg" onClick={onBack}>
            {t('common:back')}
          </Button>
          <Button type="submit" size="lg" disabled={!ready} loading={signIn.isPending}>
            {account.hasSecret ? t('enter') : t('chooseAndEnter')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
