import { NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CountField } from '../design/fields.tsx';
import { AIMS, asksPrecision, newPlan, POWER_QUESTIONS, type PowerPlan, withAim } from './power-plan.ts';

interface PlanFieldsProps {
  readonly plan: PowerPlan;
  readonly chance: number;
  readonly onChange: (plan: PowerPlan) => void;
}

/** What is to be shown, how large the study is, and what is expected. */
export function PlanFields({ plan, chance, onChange }: PlanFieldsProps) {
  const { t } = useTranslation('power');
  const set = (part: Partial<PowerPlan>) => onChange({ ...plan, ...part });
  const precision = asksPrecision(plan.question);
  const ofArms = plan.question === 'realism' || plan.question === 'alignment';
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t('question')}
        value={plan.question}
        data={POWER_QUESTIONS.map((value) => ({ value, label: t(`questions.${value}`) }))}
        onChange={(event) => {
          const question = POWER_QUESTIONS.find((known) => known === event.currentTarget.value);
          if (question !== undefined) {
            const fresh = newPlan(question, plan.readers, plan.cases, chance);
            onChange({ ...fresh, alpha: plan.alpha });
          }
        }}
      />
      {precision ? null : (
        <>
          <NativeSelect
            label={t('aim')}
            value={plan.aim}
            data={AIMS.map((value) => ({ value, label: t(`aims.${value}`) }))}
            onChange={(event) => {
              const aim = AIMS.find((known) => known === event.currentTarget.value);
              if (aim !== undefined) onChange(withAim(plan, aim, chance));
            }}
          />
          {plan.aim === 'superiority' ? null : (
            <CountField
              label={t(ofArms ? 'marginPoints' : 'margin')}
              value={plan.margin}
              min={0.0001}
              max={100}
              decimal
              onChange={(margin) => set({ margin })}
            />
          )}
        </>
      )}
      <SimpleGrid cols={2} spacing="sm" className="design-power-fields">
        <CountField
          label={t('readers')}
          value={plan.readers}
          min={2}
          max={200}
          onChange={(readers) => set({ readers })}
        />
        <CountField
          label={t(ofArms ? 'casesBoth' : 'cases')}
          value={plan.cases}
          min={4}
          max={5000}
          onChange={(cases) => set({ cases })}
        />
        {Object.entries(plan.inputs).map(([name, value]) => (
          <CountField
            key={`${plan.question} ${name}`}
            label={t(`input.${plan.question}.${name}` as 'input.accuracy.truth')}
            value={value}
            min={name === 'difference' ? -100 : 0}
            max={name === 'pilotCases' ? 100_000 : 100}
            decimal
            onChange={(next) => set({ inputs: { ...plan.inputs, [name]: next } })}
          />
        ))}
        <CountField
          label={t(precision ? 'alphaInterval' : 'alpha')}
          value={plan.alpha}
          min={0.0001}
          max={0.5}
          decimal
          onChange={(alpha) => set({ alpha })}
        />
        <CountField
          label={t(precision ? 'wantedHalfWidth' : 'wanted')}
          value={plan.wanted}
          min={precision ? 0.001 : 0.5}
          max={precision ? 1 : 0.999}
          decimal
          onChange={(wanted) => set({ wanted })}
        />
      </SimpleGrid>
    </Stack>
  );
}
