import { Loader, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { WorkstationSettings } from '../../../src-core/contract/settings-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { AccountSection } from './account-section.tsx';
import { CudaSection } from './cuda-section.tsx';
import { DisplaySection } from './display-section.tsx';
import { MemorySection } from './memory-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { PreviewSection } from './preview-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import './settings.css';
import { ThreadsSection } from './threads-section.tsx';

export interface SettingsPartProps {
  readonly settings: WorkstationSettings;
  readonly onChange: (part: Partial<Omit<WorkstationSettings, 'cudaFolder' | 'displays'>>) => void;
}

/** How this workstation computes, and who can sign in. Every choice is kept at once. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const settings = useCall('settings.get', {});
  const queryClient = useQueryClient();
  const change = useCommand('settings.change', { invalidates: ['settings.get'] });
  /** Shown at once; what main refuses is taken back. */
  const onChange: SettingsPartProps['onChange'] = (part) => {
    queryClient.setQueryData<WorkstationSettings>(['settings.get', {}], (before) =>
      before === undefined ? before : { ...before, ...part },
    );
    change.mutate(part, { onError: () => void settings.refetch() });
  };
  return (
    <>
      <ScreenTitle title={t('title')}>
        <Text size="sm" c="dimmed" role="status">
          {change.isSuccess ? t('saved') : ''}
        </Text>
      </ScreenTitle>
      {settings.error === null ? null : (
        <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {change.error === null ? null : <ErrorNotice error={change.error} onClose={change.reset} />}
      {settings.data === undefined ? (
        settings.error === null && <Loader size="sm" />
      ) : (
        <div className="settings-columns">
          <Stack gap={32} miw={0}>
            <ProviderSection settings={settings.data} onChange={onChange} />
            <CudaSection settings={settings.data} />
            <DisplaySection />
          </Stack>
          <Stack gap={32} miw={0}>
            <MemorySection settings={settings.data} onChange={onChange} />
            <PreviewSection settings={settings.data} onChange={onChange} />
            <ThreadsSection settings={settings.data} onChange={onChange} />
            <PeopleSection />
            <AccountSection />
          </Stack>
        </div>
      )}
    </>
  );
}
