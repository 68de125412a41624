import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { useCommand } from '../../app/queries.ts';
import type { ComposeState } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';
import { ComposerFrame, ComposerPart } from './composer-frame.tsx';
import { DescriptionForm } from './description-form.tsx';
import { PairsEditor } from './pairs-editor.tsx';
import { PromptEditor } from './prompt-editor.tsx';
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
  const { t } = useTranslation('compose');
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
  return (
    <ComposerFrame
      button={t('generate.button')}
      summary={<PlanSummary plan={plan} />}
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
      <ComposerPart title={t('form.heading')}>
        <DescriptionForm state={state} />
      </ComposerPart>
      <ComposerPart title={t('pairs.heading')}>
        <PairsEditor state={state} />
      </ComposerPart>
      <ComposerPart title={t('settings.heading')}>
        <SettingsForm state={state} models={models} invalid={invalid} />
      </ComposerPart>
    </ComposerFrame>
  );
}

function PlanSummary({ plan }: { readonly plan: PlannedRequests }) {
  const { t } = useTranslation('compose');
  const jobs = plan.requests.length;
  if (jobs === 0) return null;
  const images = t('generate.plan', { count: plan.requests.reduce((sum, { count }) => sum + count, 0) });
  return `${jobs === 1 ? images : t('generate.planJobs', { images, jobs })} · `;
}
