import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../src-core/contract/session-calls.ts';
import { useCommand } from '../app/queries.ts';
import { ErrorNotice } from './error-notice.tsx';
import { NewSecretFields } from './new-secret-fields.tsx';
import { SecretInput } from './secret-input.tsx';
import { useReturnFocus } from './use-return-focus.ts';
import { useSecretRefusal } from './use-secret-refusal.ts';

/** The button with which people change their own PIN or passphrase, and its dialog. */
export function ChangeSecret({ of }: { readonly of: Role }) {
  const { t } = useTranslation('secrets');
  const [opened, setOpened] = useState(false);
  const [changed, setChanged] = useState(false);
  return (
    <Group gap="sm">
      <Button
        variant="default"
        onClick={() => {
          setChanged(false);
          setOpened(true);
        }}
      >
        {t(`${of}.change`)}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {changed ? t(`${of}.changed`) : ''}
      </Text>
      {opened ? (
        <ChangeSecretDialog
          of={of}
          onClose={() => setOpened(false)}
          onChanged={() => {
            setOpened(false);
            setChanged(true);
          }}
        />
      ) : null}
    </Group>
  );
}

interface ChangeSecretDialogProps {
  readonly of: Role;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function ChangeSecretDialog({ of, onClose, onChanged }: ChangeSecretDialogProps) {
  const { t } = useTranslation(['secrets', 'common']);
  useReturnFocus();
  const [old, setOld] = useState('');
  const [next, setNext] = useState<string | null>(null);
  const change = useCommand('session.changeSecret', { onSuccess: onChanged });
  const refusal = useSecretRefusal(of, change.error);
  const ready = old !== '' && next !== null && refusal.waitSeconds === 0 && !change.isPending;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) change.mutate({ old, next }, { onError: refusal.take });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`${of}.changeTitle`)}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <SecretInput
            of={of}
            label={t('current')}
            value={old}
            onChange={setOld}
            error={refusal.text}
            data-autofocus
          />
          <NewSecretFields of={of} onChange={setNext} />
          {change.error === null || refusal.text !== null ? null : <ErrorNotice error={change.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={change.isPending}>
              {t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
