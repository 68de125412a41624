import { ActionIcon, Button, Group, MultiSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_SWEEP_CELLS } from '../../../../src-core/contract/batch-calls.ts';
import { schedulerNameSchema } from '../../../../src-core/contract/generation-calls.ts';
import type { ModelView } from '../../../../src-core/contract/model-calls.ts';
import { SWEEP_AXES, type SweepAxis } from '../../../../src-core/diffusion/sweep.ts';
import { useCommand } from '../../../app/queries.ts';
import type { ComposeState } from '../compose-state.ts';
import { ComposerFrame, ComposerPart } from '../composer-frame.tsx';
import { DrawingSummary } from '../drawing-summary.tsx';
import { ModelChoice } from '../model-choice.tsx';
import { MoreSettings } from '../more-settings.tsx';
import { drawSeed } from '../requests.ts';
import {
  changeSweep,
  type PlannedSweep,
  planSweep,
  type SweepDraft,
  type SweepField,
  useSweepDraft,
} from './sweep-draft.ts';

interface SweepComposerProps {
  readonly state: ComposeState;
  readonly models: readonly ModelView[];
  readonly onQueued: (id: string | null) => void;
}

const NOTHING_INVALID: PlannedSweep['invalid'] = new Set();

/** One image for every value of each list with every value of the others, to be compared in a grid. */
export function SweepComposer({ state, models, onQueued }: SweepComposerProps) {
  const { t } = useTranslation(['batches', 'compose']);
  const draft = useSweepDraft();
  const [tried, setTried] = useState(false);
  const plan = planSweep(draft, state);
  const invalid = tried ? plan.invalid : NOTHING_INVALID;
  const enqueue = useCommand('batches.enqueueSweep', {
    invalidates: ['queue.view'],
    onSuccess: ({ id }) => onQueued(id),
  });
  const name = draft.name.trim() === '' ? nameOf(plan) : draft.name.trim();
  const faults = [...plan.invalid].map((field) => t(`sweep.fields.${field}`));
  return (
    <ComposerFrame
      button={t('sweep.button')}
      summary={<DrawingSummary settings={state.settings} images={plan.images} steps={plan.steps} />}
      faults={
        plan.tooMany ? [...faults, t('sweep.tooMany', { count: plan.images, most: MAX_SWEEP_CELLS })] : faults
      }
      tried={tried || plan.tooMany}
      pending={enqueue.isPending}
      error={enqueue.error}
      onErrorClose={enqueue.reset}
      onSubmit={() => {
        setTried(plan.plan === null);
        if (plan.plan !== null && !enqueue.isPending) enqueue.mutate({ name, plan: plan.plan });
      }}
      dock={
        <>
          <TextInput
            label={t('name')}
            placeholder={name}
            maxLength={120}
            value={draft.name}
            onChange={(event) => changeSweep({ name: event.currentTarget.value })}
          />
          <SweepProduct plan={plan} />
        </>
      }
    >
      <ComposerPart title={t('sweep.heading')}>
        <SweepLists draft={draft} plan={plan} invalid={invalid} prompt={state.text.trim()} />
      </ComposerPart>
      <ComposerPart title={t('sweep.shared')}>
        <Stack gap="sm">
          <ModelChoice state={state} models={models} invalid={invalid} />
          <MoreSettings settings={state.settings} invalid={invalid} schedulers={draft.schedulers} />
        </Stack>
      </ComposerPart>
    </ComposerFrame>
  );

  /** After what varies: "Guidance and seed". */
  function nameOf({ counts }: PlannedSweep): string {
    const varying = SWEEP_AXES.filter((axis) => counts[axis] > 1).map((axis) => t(`axis.${axis}`));
    return varying.length === 0 ? t('sweep.nameSingle') : varying.join(' × ');
  }
}

interface SweepListsProps {
  readonly draft: SweepDraft;
  readonly plan: PlannedSweep;
  readonly invalid: ReadonlySet<SweepField>;
  /** The prompt of the composer; empty where there is none. */
  readonly prompt: string;
}

function SweepLists({ draft, plan, invalid, prompt }: SweepListsProps) {
  const { t } = useTranslation(['batches', 'compose']);
  const problem = (axis: Exclude<SweepAxis, 'prompt' | 'scheduler'>) => {
    if (!invalid.has(axis)) return undefined;
    const parts = plan.wrong[axis] ?? [];
    return parts.length === 0
      ? t(`sweep.missing.${axis}`)
      : t(`sweep.wrong.${axis}`, { parts: parts.join(', ') });
  };
  const missingPrompt = prompt !== '' && !draft.prompts.split('\n').some((line) => line.trim() === prompt);
  return (
    <Stack gap="sm">
      <Textarea
        label={t('sweep.prompts')}
        description={t('sweep.promptsHint')}
        value={draft.prompts}
        autosize
        minRows={2}
        maxRows={8}
        error={invalid.has('prompt') ? t('sweep.missing.prompt') : undefined}
        onChange={(event) => changeSweep({ prompts: event.currentTarget.value })}
      />
      {missingPrompt ? (
        <Group justify="flex-end">
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() =>
              changeSweep({ prompts: [draft.prompts.trimEnd(), prompt].filter(Boolean).join('\n') })
            }
          >
            {t('sweep.addPrompt')}
          </Button>
        </Group>
      ) : null}
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          className="compose-grow"
          label={t('sweep.seeds')}
          description={t('sweep.seedsHint')}
          value={draft.seeds}
          error={problem('seed')}
          onChange={(event) => changeSweep({ seeds: event.currentTarget.value })}
        />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('sweep.addSeed')}
          title={t('sweep.addSeed')}
          onClick={() =>
            changeSweep({ seeds: [draft.seeds.trim(), drawSeed(Math.random)].filter(Boolean).join(', ') })
          }
        >
          <IconDice5 size={20} aria-hidden />
        </ActionIcon>
      </Group>
      <TextInput
        label={t('sweep.guidance')}
        description={t('sweep.guidanceHint')}
        value={draft.guidance}
        error={problem('guidance')}
        onChange={(event) => changeSweep({ guidance: event.currentTarget.value })}
      />
      <TextInput
        label={t('sweep.steps')}
        description={t('sweep.stepsHint')}
        value={draft.steps}
        error={problem('steps')}
        onChange={(event) => changeSweep({ steps: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('sweep.schedulers')}
        data={schedulerNameSchema.options.map((value) => ({
          value,
          label: t(`compose:settings.schedulers.${value}`),
        }))}
        value={[...draft.schedulers]}
        error={invalid.has('scheduler') ? t('sweep.missing.scheduler') : undefined}
        hidePickedOptions
        onChange={(values) =>
          changeSweep({ schedulers: schedulerNameSchema.options.filter((name) => values.includes(name)) })
        }
      />
    </Stack>
  );
}

/** "2 prompts × 3 seeds": what the images are the product of. */
function SweepProduct({ plan }: { readonly plan: PlannedSweep }) {
  const { t } = useTranslation('batches');
  const parts = SWEEP_AXES.filter((axis) => plan.counts[axis] !== 1).map((axis) =>
    t(`count.${axis}`, { count: plan.counts[axis] }),
  );
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {parts.length === 0 ? t('sweep.single') : parts.join(' × ')}
    </Text>
  );
}
