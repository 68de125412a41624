import { useTranslation } from 'react-i18next';
import type { Answers, InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import { textOfMessageKey } from '../../app/message-key.ts';
import { type FormKeys, keyOf } from './form-keys.ts';
import { chosenOptions } from './form-model.ts';

type ItemOfKind<Kind extends InstrumentItemView['kind']> = Extract<InstrumentItemView, { kind: Kind }>;

interface ScaleProps {
  readonly item: ItemOfKind<'likert'>;
  readonly value: unknown;
  readonly onAnswer: (point: number) => void;
}

/** A scale: one large button a point, the words of its ends below, the chosen point's word between them. */
export function ScaleControl({ item, value, onAnswer }: ScaleProps) {
  const { t } = useTranslation('read');
  const points = Array.from({ length: item.max - item.min + 1 }, (_, index) => item.min + index);
  const anchorOf = (point: number) => {
    const key = item.anchorKeys[String(point)];
    return key === undefined ? '' : textOfMessageKey(key);
  };
  const isEnd = (point: number) => point === item.min || point === item.max;
  const chosen = points.find((point) => point === value);
  return (
    <>
      <div className="reading-scale">
        {points.map((point) => (
          <label key={point} className="reading-option reading-point" title={anchorOf(point)}>
            <input
              type="radio"
              name={item.id}
              value={point}
              checked={point === value}
              aria-label={t('pointOfScale', { point, anchor: anchorOf(point) })}
              onChange={() => onAnswer(point)}
            />
            {point}
          </label>
        ))}
      </div>
      <div className="reading-anchors" aria-hidden="true">
        <span data-chosen={chosen === item.min}>{anchorOf(item.min)}</span>
        <span data-chosen="true">{chosen === undefined || isEnd(chosen) ? '' : anchorOf(chosen)}</span>
        <span data-chosen={chosen === item.max}>{anchorOf(item.max)}</span>
      </div>
    </>
  );
}

interface ChoiceProps {
  readonly item: ItemOfKind<'choice'>;
  readonly keys: FormKeys;
  readonly value: unknown;
  readonly onAnswer: (option: string) => void;
}

export function ChoiceControl({ item, keys, value, onAnswer }: ChoiceProps) {
  return (
    <div className="reading-choice">
      {item.options.map((option) => (
        <label key={option.value} className="reading-option">
          <input
            type="radio"
            name={item.id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onAnswer(option.value)}
          />
          {textOfMessageKey(option.labelKey)}
          <OptionKey letter={keyOf(keys, item.id, option.value)} />
        </label>
      ))}
    </div>
  );
}

interface MultiSelectProps {
  readonly item: ItemOfKind<'multi-select'>;
  readonly keys: FormKeys;
  readonly answers: Answers;
  readonly onToggle: (option: string) => void;
}

export function MultiSelectControl({ item, keys, answers, onToggle }: MultiSelectProps) {
  const chosen = chosenOptions(answers, item.id);
  return (
    <div className="reading-reasons">
      {item.options.map((option) => (
        <label key={option.value} className="reading-option reading-reason">
          <input
            type="checkbox"
            value={option.value}
            checked={chosen.includes(option.value)}
            onChange={() => onToggle(option.value)}
          />
          {textOfMessageKey(option.labelKey)}
          <OptionKey letter={keyOf(keys, item.id, option.value)} />
        </label>
      ))}
    </div>
  );
}

function OptionKey({ letter }: { readonly letter: string | undefined }) {
  return letter === undefined ? null : (
    <span className="reading-option-key" aria-hidden="true">
      {letter.toUpperCase()}
    </span>
  );
}

interface TextProps {
  readonly item: ItemOfKind<'text'>;
  readonly value: unknown;
  readonly onChange: (text: string) => void;
}

export function TextControl({ item, value, onChange }: TextProps) {
  return (
    <textarea
      className="reading-text-field"
      rows={2}
      maxLength={item.maxLength}
      aria-label={textOfMessageKey(item.labelKey)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
