import { Anchor, Loader, Select, Stack, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../src-core/base/ids.ts';
import type { StudyEntry } from '../../../src-core/contract/conduct-calls.ts';
import { useCall } from '../../app/queries.ts';
import { formatRoute } from '../../app/routes.ts';
import { navigate, useRoute } from '../../app/use-route.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { StudyAnalysis } from './analysis/study-analysis.tsx';
import { FileAnalysis } from './file/file-analysis.tsx';
import { StudyReadings } from './readings/study-readings.tsx';
import './results.css';

/** What the address names in place of a study: readings from elsewhere. No study's id is so short. */
const FILE = 'file';

/** Results of the study that the address names, else of the unblinded one frozen last; or of a file. */
export function ResultsScreen() {
  const { parameter } = useRoute();
  return parameter === FILE ? (
    <FileAnalysis back={formatRoute({ section: 'results', parameter: null })} />
  ) : (
    <StudiesResults named={parameter} />
  );
}

function StudiesResults({ named }: { readonly named: string | null }) {
  const { t } = useTranslation('results');
  const { t: tAnalysis } = useTranslation('analysis');
  const studies = useCall('conduct.list', {});
  const list = studies.data ?? [];
  const study = list.find(({ studyId }) => studyId === named) ?? lastUnblinded(list) ?? list[0];
  return (
    <Stack gap="xs">
      <ScreenTitle title={t('title')}>
        <Anchor href={formatRoute({ section: 'results', parameter: FILE })} size="sm">
          {tAnalysis('file.link')}
        </Anchor>
        {list.length === 0 ? null : (
          <Select
            aria-label={t('choose')}
            placeholder={t('choosePlaceholder')}
            w={320}
            data={list.map(({ studyId, name }) => ({ value: studyId, label: name }))}
            value={study?.studyId ?? null}
            allowDeselect={false}
            onChange={(value) => navigate('results', value)}
          />
        )}
      </ScreenTitle>
      {studies.error === null ? null : (
        <ErrorNotice error={studies.error} onRetry={() => void studies.refetch()} />
      )}
      {studies.data === undefined && studies.error === null ? <Loader size="sm" /> : null}
      {studies.data?.length === 0 ? (
        <EmptyState title={t('emptyTitle')} hint={t('emptyHint')}>
          <Anchor href={formatRoute({ section: 'studies', parameter: null })}>{t('goStudies')}</Anchor>
        </EmptyState>
      ) : null}
      {study === undefined ? null : <ResultsOf study={study} />}
    </Stack>
  );
}

function ResultsOf({ study }: { readonly study: StudyEntry }) {
  const { t } = useTranslation('results');
  if (study.state === 'unblinded') return <Unblinded key={study.studyId} studyId={study.studyId} />;
  return (
    <EmptyState
      title={t(study.state === 'draft' ? 'draftTitle' : 'blindedTitle')}
      hint={t(`blinded.${study.state}`)}
    >
      <Anchor href={formatRoute({ section: 'studies', parameter: study.studyId })}>{t('openStudy')}</Anchor>
    </EmptyState>
  );
}

function Unblinded({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('analysis');
  return (
    <Tabs defaultValue="report" className="results-tabs">
      <Tabs.List aria-label={t('tabs.label')} mb="md">
        <Tabs.Tab value="report">{t('tabs.report')}</Tabs.Tab>
        <Tabs.Tab value="readings">{t('tabs.readings')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="report">
        <StudyAnalysis studyId={studyId} />
      </Tabs.Panel>
      <Tabs.Panel value="readings">
        <StudyReadings studyId={studyId} />
      </Tabs.Panel>
    </Tabs>
  );
}

function lastUnblinded(studies: readonly StudyEntry[]): StudyEntry | undefined {
  return studies
    .filter(({ state }) => state === 'unblinded')
    .sort((first, second) => (second.frozenAt ?? '').localeCompare(first.frozenAt ?? ''))[0];
}
