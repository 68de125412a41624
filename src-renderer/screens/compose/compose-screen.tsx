import { Button, Group, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../../src-core/base/ids.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { useRefreshOn } from '../../app/use-refresh-on.ts';
import { isDialogOpen } from '../../ui/dialog-open.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { Section } from '../../ui/section.tsx';
import { BatchFilms } from './batch-films.tsx';
import './compose.css';
import { dispatchCompose, useCompose } from './compose-store.ts';
import { DescriptionForm } from './description-form.tsx';
import { JobFilms } from './job-films.tsx';
import { PairsEditor } from './pairs-editor.tsx';
import { PromptEditor } from './prompt-editor.tsx';
import { jobsIn, pairMembers, shownEntry } from './queue-order.ts';
import { QueuePanel } from './queue-panel.tsx';
import { type PlannedRequests, planRequests } from './requests.ts';
import { SettingsForm } from './settings-form.tsx';
import { useJobProgress } from './use-job-progress.ts';

/** From words to films: the composer at the left, the queue and the finished films at the right. */
export function ComposeScreen() {
  const [shownId, setShownId] = useState<string | null>(null);
  return (
    <div className="compose-screen">
      <Composer onQueued={setShownId} />
      <Work shownId={shownId} onShow={setShownId} />
    </div>
  );
}

const NOTHING_INVALID: PlannedRequests['invalid'] = new Set();

function Composer({ onQueued }: { readonly onQueued: (id: string | null) => void }) {
  const { t } = useTranslation('compose');
  const state = useCompose();
  const models = useCall('models.list', {});
  useDefaultModel(models.data, state.settings.modelId);
  useProviderSetting();
  const [tried, setTried] = useState(0);
  const composer = useRef<HTMLDivElement>(null);
  const plan = planRequests(state);
  const invalid = tried > 0 ? plan.invalid : NOTHING_INVALID;
  const model = models.data?.find(({ id }) => id === state.settings.modelId);
  const enqueue = useCommand('generation.enqueue', {
    invalidates: ['queue.view'],
    onSuccess: (jobs) => {
      dispatchCompose({ type: 'generated' });
      onQueued(jobs[0]?.id ?? null);
    },
  });
  const generate = () => {
    setTried(plan.invalid.size > 0 ? tried + 1 : 0);
    if (plan.requests.length > 0 && !enqueue.isPending) enqueue.mutate({ requests: [...plan.requests] });
  };
  useHotkeys([['mod+Enter', () => (isDialogOpen() ? undefined : generate())]], []);
  useEffect(() => {
    if (tried === 0) return;
    const first = composer.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  }, [tried]);
  return (
    <div className="compose-composer" ref={composer}>
      <ScreenTitle title={t('title')} />
      <div className="compose-sections">
        <Part title={t('form.heading')}>
          <DescriptionForm state={state} />
        </Part>
        <Part title={t('pairs.heading')}>
          <PairsEditor state={state} />
        </Part>
        <Part title={t('settings.heading')}>
          {models.error === null ? null : (
            <ErrorNotice error={models.error} onRetry={() => void models.refetch()} />
          )}
          <SettingsForm state={state} models={models.data ?? []} invalid={invalid} />
        </Part>
      </div>
      <Stack className="compose-dock" gap="xs">
        <PromptEditor state={state} invalid={invalid} examples={model?.examplePrompts ?? []} />
        {enqueue.error === null ? null : <ErrorNotice error={enqueue.error} onClose={enqueue.reset} />}
        {invalid.size === 0 ? null : (
          <Text size="sm" c="red.4" role="alert">
            {t('generate.fix', {
              fields: [...invalid].map((field) => t(`generate.fields.${field}`)).join(', '),
            })}
          </Text>
        )}
        <Group wrap="nowrap" gap="md">
          <Button size="md" loading={enqueue.isPending} onClick={generate} flex="none">
            {t('generate.button')}
          </Button>
          <Text size="sm" c="dimmed">
            <PlanSummary plan={plan} />
            {t('generate.shortcut')}
          </Text>
        </Group>
      </Stack>
    </div>
  );
}

function PlanSummary({ plan }: { readonly plan: PlannedRequests }) {
  const { t } = useTranslation('compose');
  const jobs = plan.requests.length;
  if (jobs === 0) return null;
  const images = t('generate.plan', { count: plan.requests.reduce((sum, { count }) => sum + count, 0) });
  return `${jobs === 1 ? images : t('generate.planJobs', { images, jobs })} · `;
}

/** Takes the first usable model with its defaults: at the beginning, and when the chosen one was removed. */
function useDefaultModel(models: readonly ModelView[] | undefined, chosen: ModelId | null): void {
  useEffect(() => {
    if (models === undefined || models.some(({ id }) => id === chosen)) return;
    const model = models.find(({ problem }) => problem === null) ?? models[0];
    if (model !== undefined) dispatchCompose({ type: 'model', model });
  }, [models, chosen]);
}

/** What images are computed on follows the workstation's setting until it is chosen here. */
function useProviderSetting(): void {
  const provider = useCall('settings.get', {}).data?.provider;
  useEffect(() => {
    if (provider !== undefined) dispatchCompose({ type: 'providerSetting', provider });
  }, [provider]);
}

interface WorkProps {
  /** The chosen entry of the queue; null shows what runs. */
  readonly shownId: string | null;
  readonly onShow: (id: string) => void;
}

const SETTLED_AT_ONCE = 20;
const MOST_SETTLED = 500;

function Work({ shownId, onShow }: WorkProps) {
  const { t } = useTranslation(['compose', 'queue']);
  const [settledLimit, setSettledLimit] = useState(SETTLED_AT_ONCE);
  const queue = useCall('queue.view', { settledLimit }, { keepPrevious: true });
  const work = useJobProgress();
  useRefreshOn('generation.changed', ['queue.view', 'library.list', 'batches.cells']);
  useRefreshOn('library.changed', ['library.list']);
  const view = queue.data;
  const shown = view === undefined ? null : shownEntry(view, shownId);
  const members = view === undefined || shown?.kind !== 'job' ? [] : pairMembers(jobsIn(view), shown.job);
  const shownIds = new Set<string>(shown?.kind === 'batch' ? [shown.batch.id] : members.map(({ id }) => id));
  return (
    <div className="compose-work">
      {queue.error === null ? null : <ErrorNotice error={queue.error} onRetry={() => void queue.refetch()} />}
      {view === undefined ? null : shown === null && !view.paused ? (
        <EmptyState title={t('queue:empty')} hint={t('queue:emptyHint')} />
      ) : (
        <>
          <QueuePanel
            view={view}
            work={work}
            shownIds={shownIds}
            onShow={onShow}
            onOlder={() => setSettledLimit(Math.min(settledLimit + SETTLED_AT_ONCE, MOST_SETTLED))}
          />
          <section className="compose-films" aria-label={t('films.heading')}>
            {shown === null ? null : shown.kind === 'job' ? (
              <JobFilms key={shown.job.id} jobs={members} work={work} />
            ) : (
              <BatchFilms key={shown.batch.id} batch={shown.batch} work={work} />
            )}
          </section>
        </>
      )}
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="compose-section">
      <Section title={title}>{children}</Section>
    </div>
  );
}
