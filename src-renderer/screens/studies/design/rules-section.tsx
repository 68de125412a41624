import { Radio, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DraftRules } from '../../../../src-core/study/draft.ts';
import { Part } from '../../../ui/part.tsx';
import { withRules } from './design-state.ts';
import { LineField, OptionalCountField, TextField } from './fields.tsx';
import type { SectionProps } from './section-frame.tsx';

const ETHICS = ['not-stated', 'approved', 'exempt'] as const;
const STOPPING = ['coordinator', 'when-complete', 'by-date'] as const;
const DISPLAY = ['never', 'every-session', 'every-sign-in'] as const;

/** What holds while readers read, how the reading ends, and what the study may claim. */
export function RulesSection({ draft, edit }: SectionProps) {
  const { t } = useTranslation('design');
  const { rules } = draft;
  const set = (part: Partial<DraftRules>) => edit((current) => withRules(current, part));
  return (
    <Stack gap="xl" maw={880}>
      <Part title={t('rules.ethics')}>
        <Ethics rules={rules} set={set} />
      </Part>
      <Part title={t('rules.reading')}>
        <Radio.Group
          label={t('rules.back')}
          value={rules.backNavigation}
          onChange={(value) => set({ backNavigation: value === 'logged' ? 'logged' : 'forbidden' })}
        >
          <Stack gap={6} mt={6}>
            <Radio value="forbidden" label={t('rules.backForbidden')} />
            <Radio value="logged" label={t('rules.backLogged')} />
          </Stack>
        </Radio.Group>
        <Switch
          mt="sm"
          label={t('rules.pauses')}
          checked={rules.pauses.allowed}
          onChange={(event) => set({ pauses: { ...rules.pauses, allowed: event.currentTarget.checked } })}
        />
        <SimpleGrid cols={2} mt="xs">
          <OptionalCountField
            label={t('rules.idle')}
            placeholder={t('rules.idleNever')}
            value={rules.pauses.idleAfterSeconds}
            min={10}
            max={3600}
            onChange={(idleAfterSeconds) => set({ pauses: { ...rules.pauses, idleAfterSeconds } })}
          />
          <Select
            label={t('rules.display')}
            data={DISPLAY.map((value) => ({ value, label: t(`rules.displays.${value}`) }))}
            value={rules.gates.displayCheck}
            allowDeselect={false}
            onChange={(value) =>
              set({
                gates: { ...rules.gates, displayCheck: DISPLAY.find((known) => known === value) ?? 'never' },
              })
            }
          />
        </SimpleGrid>
      </Part>
      <Part title={t('rules.clusters')}>
        <Switch
          label={t('rules.patients')}
          checked={rules.clusters.patients === 'one-film'}
          onChange={(event) =>
            set({
              clusters: {
                ...rules.clusters,
                patients: event.currentTarget.checked ? 'one-film' : 'declared',
              },
            })
          }
        />
        <Switch
          label={t('rules.prompts')}
          checked={rules.clusters.prompts === 'one-image'}
          onChange={(event) =>
            set({
              clusters: {
                ...rules.clusters,
                prompts: event.currentTarget.checked ? 'one-image' : 'declared',
              },
            })
          }
        />
      </Part>
      <Part title={t('rules.end')}>
        <Stopping rules={rules} set={set} />
        <Radio.Group
          mt="sm"
          label={t('rules.unblinding')}
          value={rules.unblinding}
          onChange={(value) => set({ unblinding: value === 'any-time' ? 'any-time' : 'after-close' })}
        >
          <Stack gap={6} mt={6}>
            <Radio value="after-close" label={t('rules.afterClose')} />
            <Radio value="any-time" label={t('rules.anyTime')} />
          </Stack>
        </Radio.Group>
      </Part>
    </Stack>
  );
}

interface RuleProps {
  readonly rules: DraftRules;
  readonly set: (part: Partial<DraftRules>) => void;
}

function Ethics({ rules: { ethics }, set }: RuleProps) {
  const { t } = useTranslation('design');
  return (
    <>
      <Select
        label={t('rules.ethicsStatus')}
        data={ETHICS.map((value) => ({ value, label: t(`rules.ethicsStates.${value}`) }))}
        value={ethics.status}
        allowDeselect={false}
        onChange={(value) => {
          if (value === 'approved') set({ ethics: { status: value, reference: '' } });
          else if (value === 'exempt') set({ ethics: { status: value, statement: '' } });
          else set({ ethics: { status: 'not-stated' } });
        }}
      />
      {ethics.status === 'approved' ? (
        <LineField
          label={t('rules.ethicsReference')}
          value={ethics.reference}
          maxLength={200}
          required
          onChange={(reference) => set({ ethics: { ...ethics, reference } })}
        />
      ) : null}
      {ethics.status === 'exempt' ? (
        <TextField
          label={t('rules.ethicsStatement')}
          value={ethics.statement}
          maxLength={2000}
          required
          onChange={(statement) => set({ ethics: { ...ethics, statement } })}
        />
      ) : null}
    </>
  );
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function Stopping({ rules: { stopping }, set }: RuleProps) {
  const { t } = useTranslation('design');
  return (
    <>
      <Select
        label={t('rules.stopping')}
        data={STOPPING.map((value) => ({ value, label: t(`rules.stoppings.${value}`) }))}
        value={stopping.rule}
        allowDeselect={false}
        onChange={(value) => {
          const rule = STOPPING.find((known) => known === value) ?? 'coordinator';
          const statement = t(`rules.stoppingStatements.${rule}`);
          set({ stopping: rule === 'by-date' ? { rule, date: '', statement } : { rule, statement } });
        }}
      />
      {stopping.rule === 'by-date' ? (
        <TextInput
          type="date"
          label={t('rules.date')}
          value={stopping.date}
          error={DATE.test(stopping.date) ? undefined : t('missing')}
          onChange={(event) => set({ stopping: { ...stopping, date: event.currentTarget.value } })}
        />
      ) : null}
      <TextField
        label={t('rules.stoppingStatement')}
        value={stopping.statement}
        maxLength={2000}
        required
        onChange={(statement) => set({ stopping: { ...stopping, statement } })}
      />
    </>
  );
}
