import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { ResultTable } from '../../../../src-core/contract/study-calls.ts';
import { useCall, useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { formatInstant } from '../../../ui/format.ts';
import { Section } from '../../../ui/section.tsx';
import { ColumnMeanings } from './column-meanings.tsx';
import { ratingsByArm } from './likert.ts';
import { LikertChart } from './likert-chart.tsx';
import './readings.css';
import { ReadingsTable } from './readings-table.tsx';
import { SummaryTable } from './summary-table.tsx';

/** An unblinded study. Each look is audited, so the table is asked for by hand and not on every visit. */
export function StudyReadings({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('results');
  const look = useCommand('results.table');
  const unblindedAt = useCall('conduct.view', { studyId }).data?.unblindedAt ?? null;
  return (
    <Stack gap="xl">
      <Group gap="md">
        {look.data === undefined ? (
          <Button loading={look.isPending} onClick={() => look.mutate({ studyId })}>
            {t('show')}
          </Button>
        ) : null}
        <Text size="sm" c="dimmed">
          {unblindedAt === null ? '' : `${t('unblindedAt', { at: formatInstant(unblindedAt) })}. `}
          {t('showHint')}
        </Text>
      </Group>
      {look.error === null ? null : (
        <ErrorNotice error={look.error} onRetry={() => look.mutate({ studyId })} />
      )}
      <ExportCsv studyId={studyId} />
      {look.data === undefined ? null : <Tables table={look.data} />}
    </Stack>
  );
}

function Tables({ table }: { readonly table: ResultTable }) {
  const { t } = useTranslation('results');
  const realism = ratingsByArm(table, 'realism');
  const alignment = ratingsByArm(table, 'alignment');
  return (
    <>
      <Section title={t('summary.heading')}>
        <SummaryTable summary={table.summary} />
      </Section>
      {realism.length === 0 && alignment.length === 0 ? null : (
        <Section title={t('likert.heading')}>
          <div className="results-charts">
            {realism.length === 0 ? null : <LikertChart item={t('likert.realism')} ratings={realism} />}
            {alignment.length === 0 ? null : <LikertChart item={t('likert.alignment')} ratings={alignment} />}
          </div>
        </Section>
      )}
      <Section title={t('table.heading')}>
        <ReadingsTable table={table} />
      </Section>
      <Section title={t('columns.heading')}>
        <ColumnMeanings columns={table.columns} />
      </Section>
    </>
  );
}

function ExportCsv({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('results');
  const write = useCommand('results.exportCsv');
  const written = write.data ?? null;
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" loading={write.isPending} onClick={() => write.mutate({ studyId })}>
        {t('export.button')}
      </Button>
      {written === null ? null : (
        <div role="status" data-export="done">
          <Text size="sm">
            {t('export.done', {
              count: written.rows,
              fileName: written.fileName,
              codebook: written.codebookFileName,
            })}
          </Text>
          <Text size="sm" c="dimmed" className="results-hash">
            {t('export.hash', { fileName: written.fileName, sha256: written.sha256 })}
          </Text>
        </div>
      )}
      {write.error === null ? null : <ErrorNotice error={write.error} onClose={write.reset} />}
    </Stack>
  );
}
