import { Button, Group, List, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../../../src-core/base/errors.ts';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import { unlessCancelled } from '../../../app/error-text.ts';
import { useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Part } from '../../../ui/part.tsx';
import { SecretInput } from '../../../ui/secret-input.tsx';
import { DesignProgress } from './design-progress.tsx';
import { Problems, type SectionProps } from './section-frame.tsx';
import { SummaryTopics } from './summary-topics.tsx';

interface SummaryProps extends SectionProps {
  readonly studyId: StudyId;
  /** Main has the design as it stands on the screen. */
  readonly saved: boolean;
  readonly checking: boolean;
  readonly error: LightboxError | null;
  readonly onRetry: () => void;
}

/** The protocol in plain words, what stands in its way, what to know before, and the freeze. */
export function SummarySection({
  studyId,
  saved,
  checking,
  error,
  onRetry,
  check,
  candidates,
  goTo,
}: SummaryProps) {
  const { t } = useTranslation('design');
  const ready = saved && !checking && check?.problems.length === 0;
  return (
    <div className="design-summary">
      <Stack gap="md">
        {error === null ? null : <ErrorNotice error={error} onRetry={onRetry} />}
        {check === undefined && error === null ? <Loader size="sm" /> : null}
        {check === undefined ? null : (
          <>
            <Problems problems={check.problems} candidates={candidates} goTo={goTo} />
            {check.warnings.length === 0 ? null : (
              <Notice tone="warning" title={t('summary.warnings')}>
                <List size="sm" spacing={4}>
                  {check.warnings.map((warning) => (
                    <List.Item key={warning}>{warning}</List.Item>
                  ))}
                </List>
              </Notice>
            )}
            <SummaryTopics topics={check.summary} />
          </>
        )}
      </Stack>
      <Part title={t('freeze.title')}>
        <List size="sm" spacing={6}>
          <List.Item>{t('freeze.films')}</List.Item>
          <List.Item>{t('freeze.sealed')}</List.Item>
          <List.Item>{t('freeze.final')}</List.Item>
        </List>
        <Text size="sm" c="dimmed">
          {t('freeze.limits')}
        </Text>
        <Freeze studyId={studyId} ready={ready} />
        <Text size="sm" c="dimmed" role="status" data-ready={ready}>
          {ready ? t('freeze.ready') : !saved ? t('freeze.unsaved') : checking ? t('freeze.checking') : ''}
        </Text>
      </Part>
    </div>
  );
}

function Freeze({ studyId, ready }: { readonly studyId: StudyId; readonly ready: boolean }) {
  const { t } = useTranslation('design');
  const [passphrase, setPassphrase] = useState('');
  const freeze = useCommand('design.freeze', {
    invalidates: ['conduct.list', 'conduct.view', 'design.get'],
  });
  const error = unlessCancelled(freeze.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && passphrase !== '') freeze.mutate({ studyId, passphrase });
      }}
    >
      <Stack gap="sm">
        <SecretInput
          of="coordinator"
          size="sm"
          label={t('freeze.passphrase')}
          description={t('freeze.passphraseHint')}
          value={passphrase}
          disabled={freeze.isPending}
          onChange={setPassphrase}
        />
        {error === null ? null : <ErrorNotice error={error} onClose={freeze.reset} />}
        {freeze.isPending ? (
          <DesignProgress studyId={studyId} />
        ) : (
          <Group>
            <Button type="submit" disabled={!ready || passphrase === ''}>
              {t('freeze.button')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
