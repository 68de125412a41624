import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import type { SettingsPartProps } from './settings-screen.tsx';
import './settings.css';

const CHANGED = ['settings.get', 'settings.computing'] as const;

/** Where the libraries of the CUDA provider lie, and what was found there. */
export function CudaSection({ settings }: Pick<SettingsPartProps, 'settings'>) {
  const { t } = useTranslation('settings');
  const choose = useCommand('settings.chooseCudaFolder', { invalidates: CHANGED });
  const forget = useCommand('settings.forgetCudaFolder', { invalidates: CHANGED });
  const error = choose.error ?? forget.error;
  return (
    <Section title={t('cuda.heading')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('cuda.hint')}
        </Text>
        <Text size="sm" className="settings-path">
          {settings.cudaFolder ?? t('cuda.none')}
        </Text>
        {settings.cudaFolder === null ? null : <Found />}
        {error === null ? null : <ErrorNotice error={error} />}
        <Group gap="sm">
          <Button size="sm" variant="default" disabled={choose.isPending} onClick={() => choose.mutate({})}>
            {t('cuda.choose')}
          </Button>
          {settings.cudaFolder === null ? null : (
            <Button
              size="sm"
              variant="subtle"
              color="gray"
              disabled={forget.isPending}
              onClick={() => forget.mutate({})}
            >
              {t('cuda.forget')}
            </Button>
          )}
        </Group>
      </Stack>
    </Section>
  );
}

/** Whether the libraries of the folder work here, and why not. */
function Found() {
  const { t } = useTranslation('settings');
  const computing = useCall('settings.computing', {});
  const report = computing.data?.providers.find(({ name }) => name === 'cuda');
  if (computing.isFetching || report === undefined) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {t('cuda.trying')}
      </Text>
    );
  }
  return (
    <Notice tone={report.available ? 'plain' : 'warning'}>
      <span role="status">
        {report.available
          ? t('cuda.works', { reason: report.reason })
          : t('cuda.refused', { reason: report.reason })}
      </span>
    </Notice>
  );
}
