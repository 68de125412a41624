import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserId } from '../../../src-core/base/ids.ts';
import type { OpenedPackage } from '../../../src-core/contract/package-calls.ts';
import { unlessCancelled } from '../../app/error-text.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FactTable } from '../../ui/fact-table.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { PackagesProgress } from '../studies/conduct/packages-progress.tsx';

interface OpenPackageProps {
  readonly onAccepted: (readerId: UserId) => Promise<void>;
}

/** A package that came from a coordinator elsewhere: opened, looked at, and kept when it is the right one. */
export function OpenPackage({ onAccepted }: OpenPackageProps) {
  const { t } = useTranslation('signIn');
  const open = useCommand('packages.open');
  const error = unlessCancelled(open.error);
  const part = useRef<HTMLDivElement>(null);
  const { isPending } = open;
  // On a low window it stands at the bottom edge: what it shows next would be out of sight.
  useEffect(() => {
    if (isPending || error !== null) part.current?.scrollIntoView({ block: 'nearest' });
  }, [isPending, error]);
  return (
    <div className="sign-in-package" ref={part}>
      <Button
        variant="subtle"
        color="gray"
        size="md"
        ml={-22}
        loading={open.isPending}
        onClick={() => open.mutate({})}
      >
        {t('package.open')}
      </Button>
      <Text c="dimmed" size="sm">
        {t('package.hint')}
      </Text>
      {open.isPending ? <PackagesProgress /> : null}
      {error === null ? null : <ErrorNotice error={error} onClose={open.reset} />}
      {open.data === undefined || open.data === null ? null : (
        <PackageDialog
          opened={open.data}
          onClose={open.reset}
          onAccepted={async (readerId) => {
            open.reset();
            await onAccepted(readerId);
          }}
        />
      )}
    </div>
  );
}

interface PackageDialogProps {
  readonly opened: OpenedPackage;
  readonly onClose: () => void;
  readonly onAccepted: (readerId: UserId) => Promise<void>;
}

function PackageDialog({ opened, onClose, onAccepted }: PackageDialogProps) {
  const { t } = useTranslation(['signIn', 'common']);
  useReturnFocus();
  const accept = useCommand('packages.accept', {
    invalidates: ['session.people'],
    onSuccess: ({ readerId }) => void onAccepted(readerId),
  });
  const failure = unlessCancelled(accept.error);
  const rows = [
    { label: t('package.file'), value: opened.fileName },
    { label: t('package.study'), value: opened.studyName },
    { label: t('package.reader'), value: opened.readerName },
    { label: t('package.cases'), value: String(opened.cases) },
    { label: t('package.sessions'), value: String(opened.sessions) },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('package.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <FactTable label={t('package.title')} rows={rows} />
        <div>
          <Text size="sm" c="dimmed">
            {t('package.fingerprint')}
          </Text>
          <Text className="sign-in-fingerprint">{opened.fingerprint}</Text>
          <Text size="sm">{t('package.compare')}</Text>
        </div>
        {opened.news === 'new' ? null : <Text size="sm">{t(`package.${opened.news}`)}</Text>}
        {accept.isPending ? <PackagesProgress /> : null}
        {failure === null ? null : <ErrorNotice error={failure} onClose={accept.reset} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            data-autofocus
            loading={accept.isPending}
            onClick={() => accept.mutate({ token: opened.token })}
          >
            {t('package.accept')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
