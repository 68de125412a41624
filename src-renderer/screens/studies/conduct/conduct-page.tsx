import { Button, Loader, Stack, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import type { ConductView } from '../../../../src-core/contract/conduct-calls.ts';
import { useCall } from '../../../app/queries.ts';
import { navigate } from '../../../app/use-route.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Section } from '../../../ui/section.tsx';
import { SummaryTopics } from '../design/summary-topics.tsx';
import { StudyHeading } from '../study-heading.tsx';
import { Amendments } from './amendments.tsx';
import './conduct.css';
import { EndPanel } from './end-panel.tsx';
import { PackagesPanel } from './packages-panel.tsx';
import { PhasesPanel } from './phases-panel.tsx';
import { ProtocolFacts } from './protocol-facts.tsx';
import { ReadersTable } from './readers-table.tsx';

/** Readings come in without an event while a reader is at work: asked for again at this interval. */
const PROGRESS_INTERVAL_MS = 5000;
const TABS = ['readers', 'packages', 'protocol', 'amendments'] as const;

/** A frozen study: who has done what, packages out and readings in, phases, amendments, its end. No results. */
export function ConductPage({ studyId }: { readonly studyId: StudyId }) {
  const view = useCall('conduct.view', { studyId }, { refetchIntervalMs: PROGRESS_INTERVAL_MS });
  if (view.data === undefined) {
    return view.error === null ? (
      <Loader size="sm" />
    ) : (
      <ErrorNotice error={view.error} onRetry={() => void view.refetch()} />
    );
  }
  return <Conduct view={view.data} />;
}

function Conduct({ view }: { readonly view: ConductView }) {
  const { t } = useTranslation('conduct');
  return (
    <Stack gap="md">
      <StudyHeading name={view.name} state={view.state}>
        {view.state === 'unblinded' ? (
          <Button onClick={() => navigate('results', view.studyId)}>{t('results')}</Button>
        ) : null}
      </StudyHeading>
      <div className="conduct-columns">
        <Tabs defaultValue="readers" keepMounted={false}>
          <Tabs.List aria-label={t('parts')} mb="md">
            {TABS.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="readers">
            <ReadersTable view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="packages">
            <PackagesPanel view={view} />
          </Tabs.Panel>
          <Tabs.Panel value="protocol">
            <SummaryTopics topics={view.summary} />
          </Tabs.Panel>
          <Tabs.Panel value="amendments">
            <Amendments view={view} />
          </Tabs.Panel>
        </Tabs>
        <Stack gap="xl">
          <Section title={t('facts.title')}>
            <ProtocolFacts view={view} />
          </Section>
          <Section title={t('phases.title')}>
            <PhasesPanel view={view} />
          </Section>
          {view.state === 'unblinded' ? null : (
            <Section title={t('end.title')}>
              <EndPanel view={view} />
            </Section>
          )}
        </Stack>
      </div>
    </Stack>
  );
}
