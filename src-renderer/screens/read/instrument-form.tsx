import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../src-core/base/unreachable.ts';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import { FormItem } from './form-item.tsx';
import { type FormKeys, type KeyBinding, keyOf } from './form-keys.ts';
import {
  answerAndAdvance,
  askedItems,
  type FormStage,
  type FormState,
  makeCurrent,
  restAbsent,
  setAnswer,
  setPresence,
  toggleOption,
} from './form-model.ts';
import './instrument-form.css';
import {
  ChoiceControl,
  FilmChoiceControl,
  MultiSelectControl,
  ScaleControl,
  TextControl,
} from './item-controls.tsx';
import { type MarkingControls, MarksControl } from './marks-control.tsx';
import { PresenceControl } from './presence-control.tsx';

interface InstrumentFormProps {
  readonly of: FormStage;
  /** `bindFormKeys` of the stage's items. */
  readonly keys: FormKeys;
  readonly form: FormState;
  readonly disabled: boolean;
  readonly onChange: (form: FormState) => void;
  /** Null where there is no film to mark on. */
  readonly marking: MarkingControls | null;
}

/** The questions of one stage, from an instrument, whatever it holds; pure, so that a preview is the form itself. */
export function InstrumentForm(props: InstrumentFormProps) {
  const { of, keys, form, disabled, onChange } = props;
  const keyHint = useKeyHint(keys);
  return (
    <div className="read-items">
      {askedItems(of, form.answers).map((item) => (
        <FormItem
          key={item.id}
          item={item}
          current={item.id === form.currentItemId && !disabled}
          disabled={disabled}
          keyHint={keyHint(item)}
          onCurrent={() => onChange(makeCurrent(of, form, item.id))}
        >
          <ItemControl {...props} item={item} />
        </FormItem>
      ))}
    </div>
  );
}

/** What stands beside a question's text: its digits, or the key that leads into its text. */
function useKeyHint(keys: FormKeys): (item: InstrumentItem) => string {
  const { t } = useTranslation('reading');
  return (item) => {
    if (item.kind === 'free-text') return (keyOf(keys, item.id, 'write', '') ?? '').toUpperCase();
    if (item.kind !== 'likert' && item.kind !== 'film-choice') return '';
    const digits = (keys.get(item.id) ?? []).filter(({ key }: KeyBinding) => /^\d$/.test(key));
    const [first, last] = [digits[0], digits.at(-1)];
    return first === undefined || last === undefined
      ? ''
      : t('digitKeys', { first: first.key, last: last.key });
  };
}

function ItemControl({
  item,
  of,
  keys,
  form,
  onChange,
  marking,
}: InstrumentFormProps & { item: InstrumentItem }) {
  const value = form.answers[item.id];
  const answer = (given: number | string) => onChange(answerAndAdvance(of, form, item.id, given));
  switch (item.kind) {
    case 'likert':
      return <ScaleControl item={item} keys={keys} value={value} onAnswer={answer} />;
    case 'forced-choice':
      return <ChoiceControl item={item} keys={keys} value={value} onAnswer={answer} />;
    case 'film-choice':
      return <FilmChoiceControl item={item} keys={keys} value={value} onAnswer={answer} />;
    case 'multi-select':
      return (
        <MultiSelectControl
          item={item}
          keys={keys}
          answers={form.answers}
          onToggle={(option) => onChange(toggleOption(of, item, form, option))}
        />
      );
    case 'free-text':
      return (
        <TextControl
          item={item}
          value={value}
          onChange={(text) => onChange(setAnswer(of, form, item.id, text))}
        />
      );
    case 'presence':
      return (
        <PresenceControl
          item={item}
          keys={keys}
          answers={form.answers}
          current={item.id === form.currentItemId ? form.currentFinding : null}
          onState={(finding, state) => onChange(setPresence(of, item, form, finding, state))}
          onRest={() => onChange(restAbsent(of, item, form))}
        />
      );
    case 'marks':
      return (
        <MarksControl
          item={item}
          keys={keys}
          answers={form.answers}
          marking={marking}
          onChange={(marks) => onChange(setAnswer(of, form, item.id, marks))}
        />
      );
    default:
      return unreachable(item);
  }
}
