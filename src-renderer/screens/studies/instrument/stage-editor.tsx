import { Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Instrument } from '../../../../src-core/study/instrument.ts';
import { SlugField } from '../design/fields.tsx';
import { withoutStage, withStage } from './instrument-state.ts';
import { ItemList } from './item-list.tsx';

interface StageEditorProps {
  readonly instrument: Instrument;
  readonly index: number;
  readonly onChange: (instrument: Instrument) => void;
}

/** One stage: what it shows, and its questions. What is answered in it is locked before the next. */
export function StageEditor({ instrument, index, onChange }: StageEditorProps) {
  const { t } = useTranslation('instrumentEditor');
  const stage = instrument.stages[index];
  if (stage === undefined) return null;
  return (
    <Paper
      p="md"
      withBorder
      bg="transparent"
      component="section"
      aria-label={t('stageLabel', { number: index + 1 })}
    >
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={600}>{t('stageLabel', { number: index + 1 })}</Text>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            disabled={instrument.stages.length === 1}
            aria-label={t('removeStageNumber', { number: index + 1 })}
            onClick={() => onChange(withoutStage(instrument, index))}
          >
            {t('removeStage')}
          </Button>
        </Group>
        <div className="instrument-row">
          <SlugField
            label={t('stage')}
            value={stage.id}
            taken={instrument.stages.map(({ id }) => id)}
            onChange={(id) => onChange(withStage(instrument, index, { ...stage, id }))}
          />
          <NativeSelect
            label={t('shows')}
            value={stage.shows}
            data={[
              { value: 'film', label: t('showsFilm') },
              { value: 'film-and-text', label: t('showsText') },
            ]}
            onChange={(event) =>
              onChange(
                withStage(instrument, index, {
                  ...stage,
                  shows: event.currentTarget.value === 'film' ? 'film' : 'film-and-text',
                }),
              )
            }
          />
        </div>
        <ItemList form={instrument} stage={stage.id} onChange={onChange} />
      </Stack>
    </Paper>
  );
}
