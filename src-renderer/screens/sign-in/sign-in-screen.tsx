import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../src-core/contract/session-calls.ts';
import { useCall } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FirstCoordinator } from './first-coordinator.tsx';
import { OpenPackage } from './open-package.tsx';
import { PeopleList } from './people-list.tsx';
import { SecretForm } from './secret-form.tsx';
import './sign-in.css';

/** Who is at the workstation; on an empty installation, the making of its first coordinator. */
export function SignInScreen() {
  const { t } = useTranslation(['signIn', 'common']);
  const info = useCall('app.info', {});
  const people = useCall('session.people', {});
  const [chosen, setChosen] = useState<Account | null>(null);
  const [asking, setAsking] = useState(false);
  const [becoming, setBecoming] = useState(false);
  const choose = (account: Account): void => {
    setChosen(account);
    setAsking(true);
  };
  return (
    <main className="sign-in">
      <div className="sign-in-column">
        <Text c="dimmed" mb="xs">
          {t('common:productName')}
        </Text>
        {people.error === null ? null : (
          <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />
        )}
        {people.data === undefined ? null : asking && chosen !== null ? (
          <SecretForm account={chosen} onBack={() => setAsking(false)} />
        ) : (
          <>
            {people.data.length === 0 || becoming ? (
              <FirstCoordinator onBack={becoming ? () => setBecoming(false) : null} />
            ) : (
              <PeopleList
                people={people.data}
                focused={chosen}
                onChoose={choose}
                onBecome={() => setBecoming(true)}
              />
            )}
            <OpenPackage
              onAccepted={async (readerId) => {
                const { data } = await people.refetch();
                const reader = data?.find(({ id }) => id === readerId);
                if (reader !== undefined) choose(reader);
              }}
            />
          </>
        )}
        <Text c="dimmed" size="sm" className="sign-in-foot">
          {t('notMedical')}
          {info.data === undefined ? '' : ` ${t('version', { version: info.data.version })}`}
        </Text>
      </div>
    </main>
  );
}
