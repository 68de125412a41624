import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { stepsToCount } from '../../../src-core/diffusion/sweep.ts';
import { useCommand } from '../../app/queries.ts';
import type { ComposeState } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';
import { ComposerFrame, ComposerPart } from './composer-frame.tsx';
import { DescriptionForm } from './description-form.tsx';
import { DrawingSummary } from './drawing-summary.tsx';
import { PairsEditor } from './pairs-editor.tsx';
import { PromptEditor } from './prompt-editor.tsx';
import { ChangedRemakeNotice, RemakeNotice } from './remake-notice.tsx';
import { type PlannedRequests, planRequests } from './requests.ts';
import { SettingsForm } from './settings-form.tsx';

const NOTHING_INVALID: PlannedRequests['invalid'] = new Set();

interface PromptComposerProps {
  readonly state: ComposeState;
  readonly models: readonly ModelView[];
  readonly onQueued: (id: string | null) => void;
}

/** From a description to a prompt to films. */
export function PromptComposer({ state, models, onQueued }: PromptComposerProps) {
  const { t } = useTranslation(['compose', 'remake']);
  const [tried, setTried] = useState(false);
  const plan = planRequests(state);
  const invalid = tried ? plan.invalid : NOTHING_INVALID;
  const model = models.find(({ id }) => id === state.settings.modelId);
  const enqueue = useCommand('generation.enqueue', {
    invalidates: ['queue.view'],
    onSuccess: (jobs) => {
      dispatchCompose({ type: 'generated' });
      onQueued(jobs[0]?.id ?? null);
    },
  });
  const again = useCommand('remakes.enqueue', {
    invalidates: ['queue.view'],
    onSuccess: ({ id }) => {
      dispatchCompose({ type: 'generated' });
      onQueued(id);
    },
  });
  const { remake, changedRemake } = state;
  if (remake !== null) {
    return (
      <ComposerFrame
        button={t('remake:draw')}
        summary={
          <>
            <DrawingSummary
              settings={state.settings}
              images={1}
              steps={stepsToCount(remake.request.steps, remake.request.edit)}
            />
            {t('remake:summary')}
          </>
        }
        faults={[]}
        tried={false}
        pending={again.isPending}
        error={again.error}
        onErrorClose={again.reset}
        onSubmit={() => (again.isPending ? undefined : again.mutate({ remakeId: remake.remakeId }))}
        dock={<PromptEditor state={state} invalid={NOTHING_INVALID} examples={model?.examplePrompts ?? []} />}
      >
        <RemakeNotice remake={remake} />
        <PromptParts state={state} models={models} invalid={NOTHING_INVALID} />
      </ComposerFrame>
    );
  }
  return (
    <ComposerFrame
      button={t('generate.button')}
      summary={
        <>
          {changedRemake === null ? '' : `${t('remake:changed.title')} · `}
          <PlanSummary plan={plan} />
        </>
      }
      faults={[...plan.invalid].map((field) => t(`generate.fields.${field}`))}
      tried={tried}
      pending={enqueue.isPending}
      error={enqueue.error}
      onErrorClose={enqueue.reset}
      onSubmit={() => {
        setTried(plan.invalid.size > 0);
        if (plan.requests.length > 0 && !enqueue.isPending) enqueue.mutate({ requests: [...plan.requests] });
      }}
      dock={<PromptEditor state={state} invalid={invalid} examples={model?.examplePrompts ?? []} />}
    >
      {changedRemake === null ? null : <ChangedRemakeNotice remake={changedRemake} />}
      <PromptParts state={state} models={models} invalid={invalid} />
    </ComposerFrame>
  );
}

interface PromptPartsProps extends Pick<PromptComposerProps, 'state' | 'models'> {
  readonly invalid: PlannedRequests['invalid'];
}

function PromptParts({ state, models, invalid }: PromptPartsProps) {
  const { t } = useTranslation('compose');
  return (
    <>
      <ComposerPart title={t('form.heading')}>
        <DescriptionForm state={state} />
      </ComposerPart>
      <ComposerPart title={t('pairs.heading')}>
        <PairsEditor state={state} />
      </ComposerPart>
      <ComposerPart title={t('settings.heading')}>
        <SettingsForm state={state} models={models} invalid={invalid} />
      </ComposerPart>
    </>
  );
}

function PlanSummary({ plan }: { readonly plan: PlannedRequests }) {
  const { t } = useTranslation('compose');
  const jobs = plan.requests.length;
  if (jobs === 0) return null;
  const images = t('generate.plan', { count: plan.requests.reduce((sum, { count }) => sum + count, 0) });
  return `${jobs === 1 ? images : t('generate.planJobs', { images, jobs })} · `;
}
