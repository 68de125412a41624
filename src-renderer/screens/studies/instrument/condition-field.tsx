import { Checkbox, Group, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InstrumentItem } from '../../../../src-core/study/instrument.ts';
import { answerValues } from '../../../../src-core/study/instrument-checks.ts';
import { textOfLabel } from '../../../app/message-key.ts';
import type { ItemEditorProps } from './item-editor.tsx';

/** When an item is asked: always, or by the answer to an earlier one. */
export function ConditionField({ item, index, items, onChange }: ItemEditorProps) {
  const { t } = useTranslation('instrumentEditor');
  const earlier = items.slice(0, index);
  if (earlier.length === 0) return null;
  const { when } = item;
  const other = earlier.find(({ id }) => id === when?.item);
  const values = other === undefined ? null : answerValues(other);
  return (
    <>
      <NativeSelect
        label={t('when')}
        value={when?.item ?? ''}
        data={[
          { value: '', label: t('always') },
          ...earlier.map(({ id, label }) => ({
            value: id,
            label: t('afterAnswer', { question: textOfLabel(label) }),
          })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange({ ...item, when: value === '' ? null : { rule: 'answered', item: value } });
        }}
      />
      {other === undefined || values === null || when === null ? null : (
        <Checkbox.Group
          label={t('onlyFor')}
          value={when.rule === 'one-of' ? when.values.map(String) : []}
          onChange={(chosen) => {
            const picked = values.filter((value) => chosen.includes(String(value)));
            onChange({
              ...item,
              when:
                picked.length === 0
                  ? { rule: 'answered', item: other.id }
                  : { rule: 'one-of', item: other.id, values: picked },
            });
          }}
        >
          <Group gap="md" mt={6}>
            {values.map((value) => (
              <Checkbox key={value} value={String(value)} label={wordsOf(other, value)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </>
  );
}

/** An answer as its reader saw it. */
function wordsOf(item: InstrumentItem, value: number | string): string {
  const options = 'options' in item ? item.options : 'findings' in item ? item.findings : [];
  const option = options.find((entry) => entry.value === value);
  return option === undefined ? String(value) : textOfLabel(option.label);
}
