import { List, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { PlanFields } from './plan-fields.tsx';
import { PowerCurve } from './power-curve.tsx';
import { asksPrecision, newPlan, type PowerPlan } from './power-plan.ts';
import { type PowerResult, powerCurve, solvePower } from './power-state.ts';
import { SimulationPart } from './simulation-part.tsx';
import { useSimulation } from './use-simulation.ts';

interface PowerHelperProps {
  /** What the draft has so far. */
  readonly readers: number;
  readonly cases: number;
  /** Share of right choices without skill. */
  readonly chance: number;
}

/** How likely the study is to see what it looks for, with so many readers and cases. It changes nothing of the draft. */
export function PowerHelper({ readers, cases, chance }: PowerHelperProps) {
  const { t } = useTranslation('power');
  const [plan, setPlan] = useState<PowerPlan>(() => newPlan('accuracy', readers, cases, chance));
  const [along, setAlong] = useState<'cases' | 'readers'>('cases');
  const { state, start, stop } = useSimulation();
  const result = solvePower(plan);
  const simulated = state.kind === 'found' ? state.found : [];
  return (
    <div className="design-power">
      <PlanFields
        plan={plan}
        chance={chance}
        onChange={(next) => {
          // What was simulated is of another plan.
          stop();
          setPlan(next);
        }}
      />
      <Stack gap="sm">
        <Result plan={plan} result={result} />
        {result.kind === 'value' ? (
          <>
            <SimulationPart
              plan={plan}
              casesNeeded={result.casesNeeded}
              state={state}
              onStart={start}
              onStop={stop}
            />
            <NativeSelect
              label={t('along')}
              w={240}
              value={along}
              data={[
                { value: 'cases', label: t('alongCases') },
                { value: 'readers', label: t('alongReaders') },
              ]}
              onChange={(event) => setAlong(event.currentTarget.value === 'readers' ? 'readers' : 'cases')}
            />
            <PowerCurve
              points={powerCurve(plan, along, along === 'cases' ? result.casesNeeded : result.readersNeeded)}
              wanted={plan.wanted}
              precision={asksPrecision(plan.question)}
              here={{ at: plan[along], value: result.value }}
              simulated={simulated
                .filter((found) => along === 'cases' || found.cases === plan.cases)
                .map((found) => ({ at: found[along], ...found.interval }))}
              label={t(along === 'cases' ? 'axisCases' : 'axisReaders')}
            />
          </>
        ) : null}
        <Text size="sm" fw={600}>
          {t('assumes')}
        </Text>
        <List size="sm" spacing={4} c="dimmed">
          <List.Item>{t(`assumption.${plan.question}`)}</List.Item>
          <List.Item>{t(`source.${plan.question}`)}</List.Item>
          <List.Item>{t(`simulated.${plan.question}`)}</List.Item>
          <List.Item>{t(asksPrecision(plan.question) ? 'tests.precision' : `tests.${plan.aim}`)}</List.Item>
        </List>
      </Stack>
    </div>
  );
}

function Result({ plan, result }: { readonly plan: PowerPlan; readonly result: PowerResult }) {
  const { t } = useTranslation('power');
  if (result.kind === 'refused') return <Notice tone="problem">{result.message}</Notice>;
  const { value, casesNeeded, readersNeeded } = result;
  const { readers, cases, question } = plan;
  const precision = asksPrecision(question);
  const wanted = precision
    ? t('wantedWidth', { wanted: plan.wanted })
    : t('wantedPower', { wanted: plan.wanted });
  return (
    <div aria-live="polite">
      <Text size="lg" fw={600}>
        {t(precision ? 'resultWidth' : 'result', {
          value: formatNumber(value, precision ? 3 : 2),
          readers,
          cases,
        })}
      </Text>
      <Text size="sm">
        {casesNeeded === null
          ? t('noCases', { wanted, readers })
          : t('needCases', { wanted, readers, count: casesNeeded })}
      </Text>
      <Text size="sm">
        {readersNeeded === null
          ? t('noReaders', { wanted, cases })
          : t('needReaders', { wanted, cases, count: readersNeeded })}
      </Text>
    </div>
  );
}
