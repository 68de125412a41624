import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../src-core/contract/session-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';

const REASON_CHARACTERS = 3;

/** The readers of this workstation, and the way out for one who has forgotten the PIN. */
export function PeopleSection() {
  const { t } = useTranslation('settings');
  const people = useCall('session.people', {});
  const [resetting, setResetting] = useState<Account | null>(null);
  const reset = useCommand('readers.resetPin', {
    invalidates: ['session.people'],
    onSuccess: () => setResetting(null),
  });
  const readers = (people.data ?? []).filter(({ role }) => role === 'reader');
  return (
    <Section title={t('people.heading')}>
      {people.error === null ? null : (
        <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />
      )}
      {people.data !== undefined && readers.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('people.none')}
        </Text>
      ) : null}
      <Stack gap="xs">
        {readers.map((reader) => (
          <Group key={reader.id} gap="sm" wrap="nowrap" justify="space-between">
            <div className="settings-person">
              <Text size="sm">{reader.name}</Text>
              <Text size="sm" c="dimmed">
                {reader.hasSecret ? t('people.chosen') : t('people.toChoose')}
              </Text>
            </div>
            {reader.hasSecret ? (
              <Button
                variant="default"
                size="sm"
                aria-label={t('people.reset', { name: reader.name })}
                onClick={() => {
                  reset.reset();
                  setResetting(reader);
                }}
              >
                {t('people.resetShort')}
              </Button>
            ) : null}
          </Group>
        ))}
      </Stack>
      {resetting === null ? null : (
        <ConfirmDialog
          title={t('people.resetTitle', { name: resetting.name })}
          text={t('people.resetText', { name: resetting.name })}
          confirmLabel={t('people.resetConfirm')}
          reasonLabel={t('people.reason')}
          reasonMinLength={REASON_CHARACTERS}
          pending={reset.isPending}
          error={reset.error}
          onConfirm={(reason) => reset.mutate({ userId: resetting.id, reason })}
          onClose={() => setResetting(null)}
        />
      )}
    </Section>
  );
}
