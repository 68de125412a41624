import { Loader, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../src-core/base/ids.ts';
import type { StudyEntry } from '../../../src-core/contract/conduct-calls.ts';
import { useCall } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ConductPage } from './conduct/conduct-page.tsx';
import { DesignPage } from './design/design-page.tsx';
import { StudyHeading } from './study-heading.tsx';

/** One study: its design while it is a draft, its conduct afterwards. */
export function StudyPage({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('studies');
  const studies = useCall('conduct.list', {});
  const study = studies.data?.find((entry) => entry.studyId === studyId);
  if (studies.error !== null) {
    return <ErrorNotice error={studies.error} onRetry={() => void studies.refetch()} />;
  }
  if (studies.data === undefined) return <Loader size="sm" />;
  if (study === undefined) return <Text>{t('gone')}</Text>;
  if (study.earlierBuild) {
    return (
      <Stack gap="md">
        <StudyHeading name={study.name} state={study.state} />
        <Text>{t('list.earlierBuild')}</Text>
      </Stack>
    );
  }
  return study.state === 'draft' ? <Draft study={study} /> : <ConductPage studyId={studyId} />;
}

function Draft({ study }: { readonly study: StudyEntry }) {
  const { studyId, name, state } = study;
  const view = useCall('design.get', { studyId });
  if (view.error !== null) {
    return (
      <Stack gap="md">
        <StudyHeading name={name} state={state} />
        <ErrorNotice error={view.error} onRetry={() => void view.refetch()} />
      </Stack>
    );
  }
  // An answer from before this visit could lack a draft's last changes, and saving would then undo them.
  if (!view.isFetchedAfterMount || view.data === undefined) return <Loader size="sm" />;
  return <DesignPage view={view.data} />;
}
