import { Button, Group, NativeSelect, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatNumber } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useTakeLostFocus } from '../../../ui/use-take-lost-focus.ts';
import { asksPrecision, type PowerPlan } from './power-plan.ts';
import { plannedValue } from './power-state.ts';
import type { Simulated } from './simulation-messages.ts';
import type { SimulationState } from './use-simulation.ts';

const REPLICATES = [200, 1000, 2000] as const;
/** Simulations repeat: the same plan gives the same numbers. */
const SEED = 1;
/** Larger data sets take minutes each thousand. */
const MOST_READINGS = 60_000;

interface SimulationPartProps {
  readonly plan: PowerPlan;
  readonly casesNeeded: number | null;
  readonly state: SimulationState;
  readonly onStart: (request: {
    plan: PowerPlan;
    sizes: { readers: number; cases: number }[];
    replicates: number;
    seed: number;
  }) => void;
  readonly onStop: () => void;
}

/** The check of the formula by simulated studies, at the draft's size and at the one that the formula asks for. */
export function SimulationPart({ plan, casesNeeded, state, onStart, onStop }: SimulationPartProps) {
  const { t } = useTranslation('power');
  const [replicates, setReplicates] = useState<number>(1000);
  const cancelButton = useTakeLostFocus<HTMLButtonElement>();
  const sizes = [{ readers: plan.readers, cases: plan.cases }];
  if (casesNeeded !== null && casesNeeded !== plan.cases)
    sizes.push({ readers: plan.readers, cases: casesNeeded });
  const fitting = sizes.filter(({ readers, cases }) => readers * cases <= MOST_READINGS);
  return (
    <Stack gap="xs">
      <Group align="end">
        <NativeSelect
          label={t('simulation.replicates')}
          w={180}
          value={String(replicates)}
          data={REPLICATES.map(String)}
          onChange={(event) => setReplicates(Number(event.currentTarget.value))}
        />
        {state.kind === 'running' ? (
          <Button ref={cancelButton} variant="default" onClick={onStop}>
            {t('simulation.cancel')}
          </Button>
        ) : (
          <Button
            variant="default"
            disabled={fitting.length === 0}
            onClick={() => onStart({ plan, sizes: fitting, replicates, seed: SEED })}
          >
            {t('simulation.start')}
          </Button>
        )}
      </Group>
      {fitting.length === 0 ? <Text size="sm">{t('simulation.tooLarge')}</Text> : null}
      {state.kind === 'running' ? <Running share={state.share} startedAt={state.startedAt} /> : null}
      {state.kind === 'failed' ? <Notice tone="problem">{state.message}</Notice> : null}
      <div aria-live="polite">
        {state.kind === 'found'
          ? state.found.map((found) => <Found key={found.cases} plan={plan} found={found} />)
          : null}
      </div>
    </Stack>
  );
}

function Running({ share, startedAt }: { readonly share: number; readonly startedAt: number }) {
  const { t } = useTranslation('power');
  const elapsed = performance.now() - startedAt;
  const left = share > 0.02 ? (elapsed * (1 - share)) / share : null;
  return (
    <>
      <Progress value={share * 100} transitionDuration={0} aria-label={t('simulation.progress')} />
      <Text size="sm">
        {left === null
          ? t('simulation.beginning')
          : t('simulation.remaining', { time: formatDuration(left) })}
      </Text>
    </>
  );
}

function Found({ plan, found }: { readonly plan: PowerPlan; readonly found: Simulated }) {
  const { t } = useTranslation('power');
  const precision = asksPrecision(plan.question);
  const digits = precision ? 3 : 2;
  return (
    <Text size="sm">
      {t(precision ? 'simulation.foundWidth' : 'simulation.found', {
        readers: found.readers,
        cases: found.cases,
        estimate: formatNumber(found.estimate, digits),
        lower: formatNumber(found.interval.lower, digits),
        upper: formatNumber(found.interval.upper, digits),
        replicates: found.replicates,
        formula: formatNumber(plannedValue(plan, found.readers, found.cases), digits),
      })}
      {found.undefinedSets > 0 ? ` ${t('simulation.undefined', { count: found.undefinedSets })}` : ''}
    </Text>
  );
}
