import { Button, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Account, Role } from '../../../src-core/contract/session-calls.ts';

interface PeopleListProps {
  readonly people: readonly Account[];
  /** The one who has the focus: who was chosen before. */
  readonly focused: Account | null;
  readonly onChoose: (account: Account) => void;
  /** To make the coordinator where there is none: only packages came here so far. */
  readonly onBecome: () => void;
}

/** Everybody who can sign in here. */
export function PeopleList({ people, focused, onChoose, onBecome }: PeopleListProps) {
  const { t } = useTranslation('signIn');
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
            classNames={{ root: 'sign-in-person', label: 'sign-in-name' }}
            autoFocus={person.id === focused?.id}
            onClick={() => onChoose(person)}
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
      <Stack gap="xl">
        <section aria-label={t('readers')}>
          <Title order={2} size="h5" fw={500} c="dimmed" mb="sm">
            {t('readers')}
          </Title>
          {people.some(({ role }) => role === 'reader') ? group('reader') : <Text>{t('noReaders')}</Text>}
        </section>
        {people.some(({ role }) => role === 'coordinator') ? (
          <section aria-label={t('coordinators')}>
            <Title order={2} size="h5" fw={500} c="dimmed" mb="sm">
              {t('coordinators')}
            </Title>
            {group('coordinator')}
          </section>
        ) : (
          <Button variant="subtle" color="gray" size="md" className="sign-in-become" onClick={onBecome}>
            {t('become')}
          </Button>
        )}
        <Text c="dimmed" size="sm">
          {t('shared')}
        </Text>
      </Stack>
    </>
  );
}
