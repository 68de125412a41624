import { List, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { CountField } from '../design/fields.tsx';
import { PowerCurve } from './power-curve.tsx';
import {
  newPlan,
  POWER_QUESTIONS,
  type PowerPlan,
  type PowerResult,
  powerCurve,
  solvePower,
} from './power-state.ts';

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
  const result = solvePower(plan);
  const set = (part: Partial<PowerPlan>) => setPlan((current) => ({ ...current, ...part }));
  return (
    <div className="design-power">
      <Stack gap="sm">
        <NativeSelect
          label={t('question')}
          value={plan.question}
          data={POWER_QUESTIONS.map((value) => ({ value, label: t(`questions.${value}`) }))}
          onChange={(event) => {
            const question = POWER_QUESTIONS.find((known) => known === event.currentTarget.value);
            if (question !== undefined) {
              const fresh = newPlan(question, plan.readers, plan.cases, chance);
              setPlan({ ...fresh, alpha: plan.alpha, wanted: plan.wanted });
            }
          }}
        />
        <SimpleGrid cols={2} spacing="sm">
          <CountField
            label={t('readers')}
            value={plan.readers}
            min={2}
            max={200}
            onChange={(value) => set({ readers: value })}
          />
          <CountField
            label={t(plan.question === 'difference' ? 'casesBoth' : 'cases')}
            value={plan.cases}
            min={4}
            max={5000}
            onChange={(value) => set({ cases: value })}
          />
          {Object.entries(plan.inputs).map(([name, value]) => (
            <CountField
              key={`${plan.question} ${name}`}
              label={t(`input.${plan.question}.${name}` as 'input.accuracy.truth')}
              value={value}
              min={0}
              max={name === 'pilotCases' ? 100_000 : 100}
              decimal
              onChange={(next) => set({ inputs: { ...plan.inputs, [name]: next } })}
            />
          ))}
          <CountField
            label={t('alpha')}
            value={plan.alpha}
            min={0.0001}
            max={0.5}
            decimal
            onChange={(alpha) => set({ alpha })}
          />
          <CountField
            label={t('wanted')}
            value={plan.wanted}
            min={0.5}
            max={0.999}
            decimal
            onChange={(wanted) => set({ wanted })}
          />
        </SimpleGrid>
      </Stack>
      <Stack gap="sm">
        <Result plan={plan} result={result} />
        {result.kind === 'power' ? (
          <>
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
              here={{ at: plan[along], power: result.power }}
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
          <List.Item>{t('assumption.twoSided')}</List.Item>
        </List>
      </Stack>
    </div>
  );
}

function Result({ plan, result }: { readonly plan: PowerPlan; readonly result: PowerResult }) {
  const { t } = useTranslation('power');
  if (result.kind === 'refused') return <Notice tone="problem">{result.message}</Notice>;
  const { power, casesNeeded, readersNeeded } = result;
  return (
    <div aria-live="polite">
      <Text size="lg" fw={600}>
        {t('result', { power: formatNumber(power, 2), readers: plan.readers, cases: plan.cases })}
      </Text>
      <Text size="sm">
        {casesNeeded === null
          ? t('noCases', { wanted: plan.wanted, readers: plan.readers })
          : t('needCases', { wanted: plan.wanted, readers: plan.readers, count: casesNeeded })}
      </Text>
      <Text size="sm">
        {readersNeeded === null
          ? t('noReaders', { wanted: plan.wanted, cases: plan.cases })
          : t('needReaders', { wanted: plan.wanted, cases: plan.cases, count: readersNeeded })}
      </Text>
    </div>
  );
}
