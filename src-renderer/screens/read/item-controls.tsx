import { useTranslation } from 'react-i18next';
import type { Answers } from '../../../src-core/study/answers.ts';
import { textOfLabel } from '../../app/message-key.ts';
import { type FormKeys, keyOf } from './form-keys.ts';
import { chosenOptions, type ItemOfKind } from './form-model.ts';
import { OptionKey } from './option-key.tsx';

interface ScaleProps {
  readonly item: ItemOfKind<'likert'>;
  readonly keys: FormKeys;
  readonly value: unknown;
  readonly onAnswer: (point: number) => void;
}

/** A scale: one large button a point, the words of its ends below, the chosen point's word under its own button. */
export function ScaleControl({ item, keys, value, onAnswer }: ScaleProps) {
  const { t } = useTranslation('reading');
  const points = item.keys.map((_, index) => item.min + index);
  const anchorOf = (point: number) => {
    const label = item.anchors[point - item.min] ?? null;
    return label === null ? '' : textOfLabel(label);
  };
  const chosen = points.find((point) => point === value);
  const between = chosen === undefined || chosen === item.min || chosen === item.max ? null : chosen;
  const anchored = item.anchors.some((label) => label !== null);
  return (
    <>
      <div className="read-scale" data-many={points.length > 7}>
        {points.map((point) => {
          const letter = keyOf(keys, item.id, 'answer', point);
          return (
            <label key={point} className="read-option read-point" title={anchorOf(point)}>
              <input
                type="radio"
                name={item.id}
                value={point}
                checked={point === value}
                aria-label={
                  anchorOf(point) === ''
                    ? String(point)
                    : t('pointOfScale', { point, anchor: anchorOf(point) })
                }
                onChange={() => onAnswer(point)}
              />
              {point}
              {letter === String(point) ? null : <OptionKey letter={letter} />}
            </label>
          );
        })}
      </div>
      {anchored ? (
        <div
          className="read-anchors"
          aria-hidden="true"
          {...(between === null ? {} : { style: { gridTemplateColumns: anchorColumns(item, between) } })}
        >
          <span data-chosen={chosen === item.min}>{anchorOf(item.min)}</span>
          <span data-chosen="true">{between === null ? '' : anchorOf(between)}</span>
          <span data-chosen={chosen === item.max}>{anchorOf(item.max)}</span>
        </div>
      ) : null}
    </>
  );
}

/** The space beside the word in the shares in which the other points lie at its left and right: it stands under its own. */
function anchorColumns({ min, max }: ItemOfKind<'likert'>, point: number): string {
  return `minmax(0, ${point - min}fr) auto minmax(0, ${max - point}fr)`;
}

interface ChoiceProps {
  readonly item: ItemOfKind<'forced-choice'>;
  readonly keys: FormKeys;
  readonly value: unknown;
  readonly onAnswer: (option: string) => void;
}

export function ChoiceControl({ item, keys, value, onAnswer }: ChoiceProps) {
  return (
    <div className="read-choice" data-count={item.options.length}>
      {item.options.map((option) => (
        <label key={option.value} className="read-option">
          <input
            type="radio"
            name={item.id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onAnswer(option.value)}
          />
          {textOfLabel(option.label)}
          <OptionKey letter={keyOf(keys, item.id, 'answer', option.value)} />
        </label>
      ))}
    </div>
  );
}

interface FilmChoiceProps {
  readonly item: ItemOfKind<'film-choice'>;
  readonly keys: FormKeys;
  readonly value: unknown;
  readonly onAnswer: (film: number) => void;
}

/** One button a film, in the order of the films. */
export function FilmChoiceControl({ item, keys, value, onAnswer }: FilmChoiceProps) {
  const { t } = useTranslation('reading');
  const films = item.keys.map((_, index) => index + 1);
  return (
    <div className="read-scale" data-many={films.length > 7}>
      {films.map((film) => {
        const letter = keyOf(keys, item.id, 'answer', film);
        return (
          <label key={film} className="read-option read-point">
            <input
              type="radio"
              name={item.id}
              value={film}
              checked={film === value}
              aria-label={t('filmNumber', { film })}
              onChange={() => onAnswer(film)}
            />
            {film}
            {letter === String(film) ? null : <OptionKey letter={letter} />}
          </label>
        );
      })}
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
    <div className="read-reasons">
      {item.options.map((option) => (
        <label key={option.value} className="read-option read-reason">
          <input
            type="checkbox"
            value={option.value}
            checked={chosen.includes(option.value)}
            onChange={() => onToggle(option.value)}
          />
          {textOfLabel(option.label)}
          <OptionKey letter={keyOf(keys, item.id, 'toggle', option.value)} />
        </label>
      ))}
    </div>
  );
}

interface TextProps {
  readonly item: ItemOfKind<'free-text'>;
  readonly value: unknown;
  readonly onChange: (text: string) => void;
}

export function TextControl({ item, value, onChange }: TextProps) {
  return (
    <textarea
      className="read-text-field"
      rows={2}
      maxLength={item.maxLength}
      aria-label={textOfLabel(item.label)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
