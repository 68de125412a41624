import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewSecretFields } from '../../ui/new-secret-fields.tsx';
import { useEnter } from './use-enter.ts';

/** The making of an installation's coordinator; without a way back where nobody is there yet. */
export function FirstCoordinator({ onBack }: { readonly onBack: (() => void) | null }) {
  const { t } = useTranslation(['signIn', 'common']);
  const enter = useEnter();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState<string | null>(null);
  const create = useCommand('session.createCoordinator', { onSuccess: enter });
  const ready = name.trim() !== '' && passphrase !== null && !create.isPending;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) create.mutate({ name: name.trim(), passphrase });
  };
  return (
    <form onSubmit={onSubmit}>
      <Title order={1} size="h2" mb="sm">
        {t('firstTitle')}
      </Title>
      <Text mb="xl">{t('firstHint')}</Text>
      <Stack gap="md" align="stretch">
        <TextInput
          size="lg"
          label={t('firstName')}
          value={name}
          maxLength={120}
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewSecretFields of="coordinator" onChange={setPassphrase} />
        {create.error === null ? null : <ErrorNotice error={create.error} />}
        <Button type="submit" size="lg" disabled={!ready} loading={create.isPending}>
          {t('create')}
        </Button>
        {onBack === null ? null : (
          <Button variant="default" size="lg" onClick={onBack}>
            {t('common:back')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
