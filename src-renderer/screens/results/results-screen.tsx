import { Anchor, Loader, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyEntry } from '../../../src-core/contract/conduct-calls.ts';
import { useCall } from '../../app/queries.ts';
import { formatRoute } from '../../app/routes.ts';
import { navigate, useRoute } from '../../app/use-route.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import './results.css';
import { StudyResults } from './study-results.tsx';

/** Results of the study that the address names, else of the unblinded one frozen last. */
export function ResultsScreen() {
  const { t } = useTranslation('results');
  const { parameter } = useRoute();
  const studies = useCall('conduct.list', {});
  const list = studies.data ?? [];
  const study = list.find(({ studyId }) => studyId === parameter) ?? lastUnblinded(list) ?? list[0];
  return (
    <Stack gap="lg">
      <ScreenTitle title={t('title')}>
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
  if (study.state === 'unblinded') return <StudyResults key={study.studyId} studyId={study.studyId} />;
  return (
    <EmptyState
      title={t(study.state === 'draft' ? 'draftTitle' : 'blindedTitle')}
      hint={t(`blinded.${study.state}`)}
    >
      <Anchor href={formatRoute({ section: 'studies', parameter: study.studyId })}>{t('openStudy')}</Anchor>
    </EmptyState>
  );
}

function lastUnblinded(studies: readonly StudyEntry[]): StudyEntry | undefined {
  return studies
    .filter(({ state }) => state === 'unblinded')
    .sort((first, second) => (second.frozenAt ?? '').localeCompare(first.frozenAt ?? ''))[0];
}
