import { NativeSelect, Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type InstrumentItem, MEASURES } from '../../../../src-core/study/instrument.ts';
import { KINDS_OF_MEASURE } from '../../../../src-core/study/instrument-checks.ts';
import { textOfLabel } from '../../../app/message-key.ts';
import { LineField, SlugField } from '../design/fields.tsx';
import { ConditionField } from './condition-field.tsx';
import './instrument.css';
import { textLabel } from './instrument-state.ts';
import { ItemParts } from './item-parts.tsx';

export interface ItemEditorProps {
  readonly item: InstrumentItem;
  readonly index: number;
  readonly items: readonly InstrumentItem[];
  readonly questionnaire: boolean;
  readonly onChange: (item: InstrumentItem) => void;
}

/** One question: its words, what it measures, when it is asked, and what its kind brings. */
export function ItemEditor(props: ItemEditorProps) {
  const { item, items, questionnaire, onChange } = props;
  const { t } = useTranslation('instrumentEditor');
  const measures = MEASURES.filter((measure) => KINDS_OF_MEASURE[measure]?.includes(item.kind) ?? true);
  return (
    <Stack gap="sm">
      <LineField
        label={t('question')}
        value={textOfLabel(item.label)}
        maxLength={500}
        required
        onChange={(text) => onChange({ ...item, label: textLabel(text) })}
      />
      <div className="instrument-row">
        <SlugField
          label={t('id')}
          value={item.id}
          of="itemId"
          taken={items.map(({ id }) => id)}
          onChange={(id) => onChange({ ...item, id })}
        />
        {questionnaire ? null : (
          <NativeSelect
            label={t('measures')}
            value={item.measures}
            data={measures.map((value) => ({ value, label: t(`measure.${value}`) }))}
            onChange={(event) => {
              const measure = MEASURES.find((known) => known === event.currentTarget.value);
              if (measure !== undefined) onChange({ ...item, measures: measure });
            }}
          />
        )}
      </div>
      <Switch
        label={t('required')}
        checked={item.required}
        onChange={(event) => onChange({ ...item, required: event.currentTarget.checked })}
      />
      <ItemParts {...props} />
      <ConditionField {...props} />
    </Stack>
  );
}
