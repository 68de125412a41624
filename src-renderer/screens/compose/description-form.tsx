import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Sex, View } from '../../../src-core/prompt/description.ts';
import { composeText, WORDINGS } from '../../../src-core/prompt/wording.ts';
import { type ComposeState, statesDisease } from './compose-state.ts';
import { dispatchCompose } from './compose-store.ts';
import { FindingsEditor } from './findings-editor.tsx';

const VIEWS: readonly View[] = ['none', 'PA', 'AP', 'lateral'];
const SEXES: readonly Sex[] = ['none', 'female', 'male'];
/** As RoentGen-v2's prompt tables write them. */
const RACES = ['ASIAN', 'BLACK', 'HISPANIC', 'WHITE'];

/** What a film shows, in a radiologist's terms; it writes the prompt. */
export function DescriptionForm({ state }: { readonly state: ComposeState }) {
  const { t } = useTranslation('compose');
  const { description, wording } = state;
  const { omitted } = composeText(description, wording);
  const diseased = statesDisease(description);
  return (
    <Stack gap="sm">
      <SegmentedControl
        fullWidth
        aria-label={t('form.wording')}
        value={wording}
        data={WORDINGS.map((value) => ({ value, label: t(`form.wordings.${value}`) }))}
        onChange={(value) => {
          const chosen = WORDINGS.find((known) => known === value);
          if (chosen !== undefined) dispatchCompose({ type: 'wording', wording: chosen });
        }}
      />
      <FindingsEditor findings={description.findings} />
      <Checkbox
        label={t('form.normal')}
        description={diseased ? t('form.normalNotWithDisease') : undefined}
        checked={description.normal}
        disabled={diseased}
        onChange={(event) =>
          dispatchCompose({ type: 'describe', change: { normal: event.currentTarget.checked } })
        }
      />
      <div className="compose-inline">
        <span aria-hidden>{t('form.view')}</span>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={t('form.view')}
          value={description.view}
          data={VIEWS.map((value) => ({ value, label: t(`form.views.${value}`) }))}
          onChange={(value) =>
            dispatchCompose({
              type: 'describe',
              change: { view: VIEWS.find((view) => view === value) ?? 'none' },
            })
          }
        />
      </div>
      <div className="compose-inline">
        <span aria-hidden>{t('form.sex')}</span>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={t('form.sex')}
          value={description.sex}
          data={SEXES.map((value) => ({ value, label: t(`form.sexes.${value}`) }))}
          onChange={(value) =>
            dispatchCompose({
              type: 'describe',
              change: { sex: SEXES.find((sex) => sex === value) ?? 'none' },
            })
          }
        />
      </div>
      <Group grow align="flex-start" gap="sm">
        <NumberInput
          label={t('form.age')}
          value={description.age ?? ''}
          min={0}
          max={120}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="strict"
          onChange={(value) =>
            dispatchCompose({ type: 'describe', change: { age: typeof value === 'number' ? value : null } })
          }
        />
        <Autocomplete
          label={t('form.race')}
          data={RACES}
          value={description.race ?? ''}
          maxLength={40}
          onChange={(value) =>
            dispatchCompose({ type: 'describe', change: { race: value.trim() === '' ? null : value } })
          }
        />
      </Group>
      {omitted.length === 0 ? null : (
        <Text size="sm" c="dimmed" role="note">
          {t('form.omitted', { fields: omitted.map((field) => t(`form.omittedFields.${field}`)).join(', ') })}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="subtle" size="compact-sm" onClick={() => dispatchCompose({ type: 'clearForm' })}>
          {t('form.clear')}
        </Button>
      </Group>
    </Stack>
  );
}
