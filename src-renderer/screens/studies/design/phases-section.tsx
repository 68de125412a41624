import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NativeSelect,
  Paper,
  Stack,
  Switch,
  Text,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProtocolPhase } from '../../../../src-core/study/protocol.ts';
import { textOfLabel } from '../../../app/message-key.ts';
import { useCall } from '../../../app/queries.ts';
import { newQuestion } from '../instrument/instrument-state.ts';
import { ItemList } from '../instrument/item-list.tsx';
import { CountField, SlugField, TextField } from './fields.tsx';
import {
  canBlindFirstStage,
  withBlindedFirst,
  withInstructions,
  withNewPhase,
  withoutPhase,
  withPhase,
} from './phases-state.ts';
import type { SectionProps } from './section-frame.tsx';

/** The phases of the reading: what readers know in each, what is asked, in how many sessions and how far apart. */
export function PhasesSection(props: SectionProps) {
  const { t } = useTranslation('design');
  const { draft, edit } = props;
  const { phases, instrument } = draft.rules;
  return (
    <Stack gap="md" maw={980}>
      {phases.map((phase, index) => (
        // The place names a phase: its id is what is edited here.
        // biome-ignore lint/suspicious/noArrayIndexKey: phases are told apart by their places
        <PhaseCard key={index} {...props} phase={phase} index={index} />
      ))}
      <Group gap="xs">
        <Button variant="default" onClick={() => edit((current) => withNewPhase(current, 'reading'))}>
          {t('phases.add')}
        </Button>
        <Button
          variant="default"
          disabled={phases.some(({ kind }) => kind === 'adjudication')}
          onClick={() => edit((current) => withNewPhase(current, 'adjudication'))}
        >
          {t('phases.addAdjudication')}
        </Button>
        {canBlindFirstStage(instrument) && phases.length === 1 ? (
          <Button variant="default" onClick={() => edit(withBlindedFirst)}>
            {t('phases.split')}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

interface PhaseProps extends SectionProps {
  readonly phase: ProtocolPhase;
  readonly index: number;
}

function PhaseCard(props: PhaseProps) {
  const { t } = useTranslation('design');
  const { draft, edit, phase, index } = props;
  const set = (next: ProtocolPhase) => edit((current) => withPhase(current, index, next));
  return (
    <Paper
      p="md"
      withBorder
      bg="transparent"
      component="section"
      aria-label={t('phases.label', { number: index + 1 })}
    >
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={600}>{t(`phases.title.${phase.kind}`, { number: index + 1 })}</Text>
          {draft.rules.phases.length === 1 ? null : (
            <Button
              variant="subtle"
              color="gray"
              size="compact-md"
              aria-label={t('phases.removeNumber', { number: index + 1 })}
              onClick={() => edit((current) => withoutPhase(current, index))}
            >
              {t('phases.remove')}
            </Button>
          )}
        </Group>
        <div className="design-phase-row">
          <SlugField
            label={t('phases.name')}
            value={phase.id}
            taken={draft.rules.phases.map(({ id }) => id)}
            onChange={(id) => set({ ...phase, id })}
          />
          <NativeSelect
            label={t('phases.purpose')}
            value={phase.purpose}
            data={[
              { value: 'informed', label: t('phases.informed') },
              { value: 'blinded', label: t('phases.blinded') },
            ]}
            onChange={(event) =>
              set({ ...phase, purpose: event.currentTarget.value === 'blinded' ? 'blinded' : 'informed' })
            }
          />
          {phase.kind === 'reading' ? (
            <CountField
              label={t('phases.sessions')}
              value={phase.sessions}
              min={1}
              max={20}
              onChange={(sessions) => set({ ...phase, sessions })}
            />
          ) : null}
          {index === 0 ? null : (
            <CountField
              label={t('phases.before')}
              value={phase.washout.beforeDays}
              min={0}
              max={3650}
              onChange={(beforeDays) => set({ ...phase, washout: { ...phase.washout, beforeDays } })}
            />
          )}
          {phase.kind === 'reading' && phase.sessions > 1 ? (
            <CountField
              label={t('phases.between')}
              value={phase.washout.betweenDays}
              min={0}
              max={3650}
              onChange={(betweenDays) => set({ ...phase, washout: { ...phase.washout, betweenDays } })}
            />
          ) : null}
        </div>
        {phase.kind === 'adjudication' ? <Disagreement {...props} phase={phase} set={set} /> : null}
        <Checkbox.Group
          label={t('phases.stages')}
          value={[...phase.stages]}
          onChange={(chosen) => {
            const order = draft.rules.instrument.stages.map(({ id }) => id);
            set({ ...phase, stages: order.filter((id) => chosen.includes(id)) });
          }}
        >
          <Group gap="lg" mt={6}>
            {draft.rules.instrument.stages.map(({ id, shows }) => (
              <Checkbox key={id} value={id} label={t(`phases.shows.${shows}`, { stage: id })} />
            ))}
          </Group>
        </Checkbox.Group>
        <TextField
          label={t('phases.instructions')}
          description={t(
            phase.purpose === 'blinded' ? 'phases.instructionsBlinded' : 'phases.instructionsHint',
          )}
          value={draft.rules.gates.instructions?.[phase.id] ?? ''}
          maxLength={10_000}
          onChange={(text) => edit((current) => withInstructions(current, phase.id, text))}
        />
        <PhaseQuestionnaire phase={phase} set={set} />
      </Stack>
    </Paper>
  );
}

interface PhasePartProps {
  readonly set: (next: ProtocolPhase) => void;
}

function PhaseQuestionnaire({ phase, set }: PhasePartProps & { readonly phase: ProtocolPhase }) {
  const { t } = useTranslation('design');
  const { questionnaire } = phase;
  return (
    <>
      <Switch
        label={t('phases.questionnaire')}
        checked={questionnaire !== null}
        onChange={(event) =>
          set({
            ...phase,
            questionnaire: event.currentTarget.checked
              ? { items: [newQuestion([], t('phases.firstQuestion'))] }
              : null,
          })
        }
      />
      {questionnaire === null ? null : (
        <ItemList
          form={questionnaire}
          stage="questionnaire"
          questionnaire
          onChange={({ items }) => set({ ...phase, questionnaire: { items: [...items] } })}
        />
      )}
    </>
  );
}

type Adjudication = Extract<ProtocolPhase, { kind: 'adjudication' }>;

function Disagreement({ draft, phase, set }: PhaseProps & PhasePartProps & { readonly phase: Adjudication }) {
  const { t } = useTranslation('design');
  const people = useCall('session.people', {});
  const items = draft.rules.instrument.items.filter(
    ({ kind }) => kind === 'likert' || kind === 'forced-choice',
  );
  const disputed = items.find(({ id }) => id === phase.disagreement.item);
  const nameOf = (id: string): string => people.data?.find((person) => person.id === id)?.name ?? id;
  return (
    <div className="design-phase-row">
      <MultiSelect
        label={t('phases.adjudicators')}
        data={draft.readers.map(({ userId }) => ({ value: userId, label: nameOf(userId) }))}
        value={[...phase.readers]}
        error={phase.readers.length === 0 ? t('missing') : undefined}
        onChange={(readers) => set({ ...phase, readers })}
      />
      <NativeSelect
        label={t('phases.disputed')}
        value={phase.disagreement.item}
        data={items.map((item) => ({ value: item.id, label: textOfLabel(item.label) }))}
        onChange={(event) =>
          set({ ...phase, disagreement: { ...phase.disagreement, item: event.currentTarget.value } })
        }
      />
      {disputed?.kind === 'likert' ? (
        <CountField
          label={t('phases.least')}
          value={phase.disagreement.least}
          min={1}
          max={10}
          onChange={(least) => set({ ...phase, disagreement: { ...phase.disagreement, least } })}
        />
      ) : null}
    </div>
  );
}
