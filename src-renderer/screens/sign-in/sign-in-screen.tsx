import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person, Role } from '../../../src-core/contract/session-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import './sign-in.css';

/** Keeps nothing that was asked before: the next person starts with an empty cache. */
function useEnter(): (person: Person) => void {
  const queryClient = useQueryClient();
  return (person) => {
    queryClient.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'session.current' && queryKey[0] !== 'app.info',
    });
    queryClient.setQueryData(['session.current', {}], person);
  };
}

/** Who is at the workstation; on an empty installation, the making of its first coordinator. */
export function SignInScreen() {
  const { t } = useTranslation(['signIn', 'common']);
  const info = useCall('app.info', {});
  const people = useCall('session.people', {});
  return (
    <main className="sign-in">
      <div className="sign-in-column">
        <Text c="dimmed" mb="xs">
          {t('common:productName')}
        </Text>
        {people.error === null ? null : (
          <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />
        )}
        {people.data === undefined ? null : people.data.length === 0 ? (
          <FirstCoordinator />
        ) : (
          <PeopleList people={people.data} />
        )}
        <Text c="dimmed" size="sm" className="sign-in-foot">
          {t('notMedical')}
          {info.data === undefined ? '' : ` ${t('version', { version: info.data.version })}`}
        </Text>
      </div>
    </main>
  );
}

function PeopleList({ people }: { readonly people: readonly Person[] }) {
  const { t } = useTranslation(['signIn', 'common']);
  const enter = useEnter();
  const signIn = useCommand('session.signIn', { onSuccess: enter });
  const group = (role: Role) => (
    <div className="sign-in-people">
      {people
        .filter((person) => person.role === role)
        .map((person) => (
          <Button
            key={person.id}
            variant="default"
            size="lg"
            justify="flex-start"
            disabled={signIn.isPending}
            onClick={() => signIn.mutate({ userId: person.id })}
          >
            {person.name}
          </Button>
        ))}
    </div>
  );
  return (
    <>
      <Title order={1} size="h2" mb="xl">
        {t('title')}
      </Title>
      {signIn.error === null ? null : <ErrorNotice error={signIn.error} onClose={signIn.reset} />}
      <Stack gap="xl">
        <section aria-label={t('readers')}>
          <Title order={2} size="h5" fw={500} c="dimmed" mb="sm">
            {t('readers')}
          </Title>
          {people.some(({ role }) => role === 'reader') ? group('reader') : <Text>{t('noReaders')}</Text>}
        </section>
        <section aria-label={t('coordinators')}>
          <Title order={2} size="h5" fw={500} c="dimmed" mb="sm">
            {t('coordinators')}
          </Title>
          {group('coordinator')}
          <Text c="dimmed" size="sm" mt="sm">
            {t('common:sharedWorkstation')}
          </Text>
        </section>
      </Stack>
    </>
  );
}

function FirstCoordinator() {
  const { t } = useTranslation(['signIn', 'common']);
  const enter = useEnter();
  const [name, setName] = useState('');
  const create = useCommand('session.createCoordinator', { onSuccess: enter });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') create.mutate({ name: name.trim() });
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
        {create.error === null ? null : <ErrorNotice error={create.error} />}
        <Button type="submit" size="lg" disabled={name.trim() === '' || create.isPending}>
          {t('create')}
        </Button>
        <Text c="dimmed" size="sm">
          {t('common:sharedWorkstation')}
        </Text>
      </Stack>
    </form>
  );
}
