import { useTranslation } from 'react-i18next';
import type { InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import { FormItem } from './form-item.tsx';
import type { FormKeys } from './form-keys.ts';
import { answerAndAdvance, type FormState, makeCurrent, setAnswer, toggleOption } from './form-model.ts';
import { ChoiceControl, MultiSelectControl, ScaleControl, TextControl } from './item-controls.tsx';

interface ReadingFormProps {
  /** The items of one stage. */
  readonly items: readonly InstrumentItemView[];
  readonly keys: FormKeys;
  readonly form: FormState;
  readonly disabled: boolean;
  readonly onChange: (form: FormState) => void;
}

/** The questions of one stage, from the study's instrument, whatever it holds. */
export function ReadingForm({ items, keys, form, disabled, onChange }: ReadingFormProps) {
  const { t } = useTranslation('read');
  return (
    <div className="reading-items">
      {items.map((item) => (
        <FormItem
          key={item.id}
          item={item}
          current={item.id === form.currentItemId && !disabled}
          disabled={disabled}
          keyHint={item.kind === 'likert' ? t('digitKeys', { first: item.min, last: item.max % 10 }) : ''}
          onCurrent={() => onChange(makeCurrent(form, item.id))}
        >
          <ItemControl item={item} items={items} keys={keys} form={form} onChange={onChange} />
        </FormItem>
      ))}
    </div>
  );
}

interface ItemControlProps extends Omit<ReadingFormProps, 'disabled'> {
  readonly item: InstrumentItemView;
}

function ItemControl({ item, items, keys, form, onChange }: ItemControlProps) {
  const value = form.answers[item.id];
  const answer = (given: number | string) => onChange(answerAndAdvance(items, form, item.id, given));
  switch (item.kind) {
    case 'likert':
      return <ScaleControl item={item} value={value} onAnswer={answer} />;
    case 'choice':
      return <ChoiceControl item={item} keys={keys} value={value} onAnswer={answer} />;
    case 'multi-select':
      return (
        <MultiSelectControl
          item={item}
          keys={keys}
          answers={form.answers}
          onToggle={(option) => onChange(toggleOption(item, form, option))}
        />
      );
    case 'text':
      return (
        <TextControl
          item={item}
          value={value}
          onChange={(text) => onChange(setAnswer(form, item.id, text))}
        />
      );
  }
}
