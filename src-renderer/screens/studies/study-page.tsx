import { Anchor, Badge, Group, Loader, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../src-core/base/ids.ts';
import { useCall } from '../../app/queries.ts';
import { formatRoute } from '../../app/routes.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { StudyDesign } from './study-design.tsx';
import { StudyRun } from './study-run.tsx';

/** Readings come in without an event while a reader is at work: asked for again at this interval. */
const PROGRESS_INTERVAL_MS = 5000;

/** One study: its design while it is a draft, its progress afterwards. */
export function StudyPage({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('studies');
  const study = useCall('studies.get', { studyId });
  const reading = study.data?.state === 'frozen';
  // An answer from before this visit could lack a draft's last changes, and saving would then undo them.
  const fresh = study.isFetchedAfterMount ? study.data : undefined;
  useCall('studies.get', { studyId }, { enabled: reading, refetchIntervalMs: PROGRESS_INTERVAL_MS });
  return (
    <Stack gap="md">
      <Group>
        <Anchor href={formatRoute({ section: 'studies', parameter: null })} size="sm">
          {t('back')}
        </Anchor>
      </Group>
      {study.error === null ? null : <ErrorNotice error={study.error} onRetry={() => void study.refetch()} />}
      {fresh === undefined ? (
        study.error === null && <Loader size="sm" />
      ) : (
        <>
          <ScreenTitle title={fresh.name}>
            <Badge variant="default" size="lg" radius="sm" tt="none" data-study-state={fresh.state}>
              {t(`state.${fresh.state}`)}
            </Badge>
          </ScreenTitle>
          {fresh.state === 'draft' ? <StudyDesign study={fresh} /> : <StudyRun study={fresh} />}
        </>
      )}
    </Stack>
  );
}
