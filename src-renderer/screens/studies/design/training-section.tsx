import { NativeSelect, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseRole } from '../../../../src-core/study/protocol.ts';
import { Part } from '../../../ui/part.tsx';
import { filmsOfRole, withRules } from './design-state.ts';
import { ExpectedAnswers } from './expected-answers.tsx';
import { CountField, OptionalCountField } from './fields.tsx';
import type { SectionProps } from './section-frame.tsx';

/** Training with feedback, calibration, attention checks and hidden repeats: what they are and which films serve. */
export function TrainingSection(props: SectionProps) {
  const { t } = useTranslation('design');
  return (
    <Stack gap="xl" maw={980}>
      <Training {...props} />
      <Calibration {...props} />
      <Attention {...props} />
      <Repeats {...props} />
      <Text size="sm" c="dimmed">
        {t('training.rolesHint')}
      </Text>
    </Stack>
  );
}

interface RuleSwitchProps {
  readonly kind: Exclude<CaseRole, 'reading'> | 'repeats';
  readonly checked: boolean;
  readonly count: number | null;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

function RuleSwitch({ kind, checked, count, onChange, children }: RuleSwitchProps) {
  const { t } = useTranslation('design');
  return (
    <Part title={t(`training.title.${kind}`)}>
      <Switch
        label={t(`training.use.${kind}`)}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {count === null || (!checked && count === 0) ? null : (
        <Text size="sm" c="dimmed">
          {t('training.films', { count })}
        </Text>
      )}
      {checked ? children : null}
    </Part>
  );
}

function usePhaseChoice({ draft }: SectionProps) {
  return draft.rules.phases.filter(({ kind }) => kind === 'reading').map(({ id }) => id);
}

function Training(props: SectionProps) {
  const { t } = useTranslation('design');
  const { draft, edit } = props;
  const phases = usePhaseChoice(props);
  const { training } = draft.rules;
  const films = filmsOfRole(draft, 'training');
  return (
    <RuleSwitch
      kind="training"
      checked={training !== null}
      count={films.length}
      onChange={(use) =>
        edit((current) =>
          withRules(current, {
            training: use ? { phase: phases[0] ?? 'reading', passShare: null, maxAttempts: 2 } : null,
          }),
        )
      }
    >
      {training === null ? null : (
        <>
          <SimpleGrid cols={3}>
            <Select
              label={t('training.before')}
              data={phases}
              value={training.phase}
              allowDeselect={false}
              onChange={(phase) =>
                phase === null
                  ? undefined
                  : edit((current) => withRules(current, { training: { ...training, phase } }))
              }
            />
            <OptionalCountField
              label={t('training.pass')}
              placeholder={t('training.passAny')}
              value={training.passShare === null ? null : Math.round(training.passShare * 100)}
              min={0}
              max={100}
              onChange={(share) =>
                edit((current) =>
                  withRules(current, {
                    training: { ...training, passShare: share === null ? null : share / 100 },
                  }),
                )
              }
            />
            <CountField
              label={t('training.attempts')}
              value={training.maxAttempts}
              min={1}
              max={20}
              onChange={(maxAttempts) =>
                edit((current) => withRules(current, { training: { ...training, maxAttempts } }))
              }
            />
          </SimpleGrid>
          <ExpectedAnswers {...props} films={films} feedback />
        </>
      )}
    </RuleSwitch>
  );
}

function Calibration({ draft, edit }: SectionProps) {
  const { t } = useTranslation('design');
  const { calibration } = draft.rules;
  return (
    <RuleSwitch
      kind="calibration"
      checked={calibration !== null}
      count={filmsOfRole(draft, 'calibration').length}
      onChange={(use) =>
        edit((current) => withRules(current, { calibration: use ? { placement: 'first-session' } : null }))
      }
    >
      <NativeSelect
        label={t('training.placement')}
        maw={360}
        value={calibration?.placement ?? 'first-session'}
        data={[
          { value: 'first-session', label: t('training.firstSession') },
          { value: 'every-session', label: t('training.everySession') },
        ]}
        onChange={(event) => {
          const placement = event.currentTarget.value === 'every-session' ? 'every-session' : 'first-session';
          edit((current) => withRules(current, { calibration: { placement } }));
        }}
      />
    </RuleSwitch>
  );
}

function Attention(props: SectionProps) {
  const { t } = useTranslation('design');
  const { draft, edit } = props;
  const { attention } = draft.rules;
  const films = filmsOfRole(draft, 'attention');
  return (
    <RuleSwitch
      kind="attention"
      checked={attention !== null}
      count={films.length}
      onChange={(use) =>
        edit((current) =>
          withRules(current, { attention: use ? { minDistance: 5, maxFailures: null } : null }),
        )
      }
    >
      {attention === null ? null : (
        <>
          <SimpleGrid cols={2}>
            <CountField
              label={t('training.distance')}
              value={attention.minDistance}
              min={1}
              max={1000}
              onChange={(minDistance) =>
                edit((current) => withRules(current, { attention: { ...attention, minDistance } }))
              }
            />
            <OptionalCountField
              label={t('training.failures')}
              placeholder={t('training.noLimit')}
              value={attention.maxFailures}
              min={0}
              max={1000}
              onChange={(maxFailures) =>
                edit((current) => withRules(current, { attention: { ...attention, maxFailures } }))
              }
            />
          </SimpleGrid>
          <ExpectedAnswers {...props} films={films} feedback={false} />
        </>
      )}
    </RuleSwitch>
  );
}

function Repeats(props: SectionProps) {
  const { t } = useTranslation('design');
  const { draft, edit } = props;
  const phases = usePhaseChoice(props);
  const { repeats } = draft.rules;
  return (
    <RuleSwitch
      kind="repeats"
      checked={repeats !== null}
      count={null}
      onChange={(use) =>
        edit((current) =>
          withRules(current, {
            repeats: use
              ? { phase: phases[0] ?? 'reading', count: 5, minDistance: 10, placement: 'same-session' }
              : null,
          }),
        )
      }
    >
      {repeats === null ? null : (
        <SimpleGrid cols={{ base: 2, lg: 4 }}>
          <Select
            label={t('training.inPhase')}
            data={phases}
            value={repeats.phase}
            allowDeselect={false}
            onChange={(phase) =>
              phase === null
                ? undefined
                : edit((current) => withRules(current, { repeats: { ...repeats, phase } }))
            }
          />
          <CountField
            label={t('training.repeated')}
            value={repeats.count}
            min={1}
            max={1000}
            onChange={(count) => edit((current) => withRules(current, { repeats: { ...repeats, count } }))}
          />
          <CountField
            label={t('training.distance')}
            value={repeats.minDistance}
            min={1}
            max={5000}
            onChange={(minDistance) =>
              edit((current) => withRules(current, { repeats: { ...repeats, minDistance } }))
            }
          />
          <NativeSelect
            label={t('training.repeatWhen')}
            value={repeats.placement}
            data={[
              { value: 'same-session', label: t('training.sameSession') },
              { value: 'later-session', label: t('training.laterSession') },
            ]}
            onChange={(event) => {
              const placement =
                event.currentTarget.value === 'later-session' ? 'later-session' : 'same-session';
              edit((current) => withRules(current, { repeats: { ...repeats, placement } }));
            }}
          />
        </SimpleGrid>
      )}
    </RuleSwitch>
  );
}
