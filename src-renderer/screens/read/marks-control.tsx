import { useTranslation } from 'react-i18next';
import type { Mark } from '../../../src-core/study/answer-marks.ts';
import type { Answers } from '../../../src-core/study/answers.ts';
import { type FormKeys, keyOf } from './form-keys.ts';
import { type ItemOfKind, marksOf } from './form-model.ts';
import { OptionKey } from './option-key.tsx';

/** What ties a marks question to the films it is answered on; without it nothing can be marked. */
export interface MarkingControls {
  /** The question and the shape that are being marked now. */
  readonly active: { readonly itemId: string; readonly shape: Mark['shape'] } | null;
  /** The mark that keys act on, by its place. */
  readonly selected: number | null;
  readonly films: number;
  readonly onStart: (itemId: string, shape: Mark['shape']) => void;
  readonly onSelect: (itemId: string, index: number) => void;
  /** A comment is written. */
  readonly onCommented: () => void;
}

const COMMENT_LENGTH = 500;

interface MarksProps {
  readonly item: ItemOfKind<'marks'>;
  readonly keys: FormKeys;
  readonly answers: Answers;
  readonly marking: MarkingControls | null;
  readonly onChange: (marks: readonly Mark[]) => void;
}

/** The marks of a question as a list: each can be found, commented and taken away. */
export function MarksControl({ item, keys, answers, marking, onChange }: MarksProps) {
  const { t } = useTranslation('reading');
  const marks = marksOf(answers, item.id);
  const full = marks.length >= item.maxMarks;
  const isActive = marking?.active?.itemId === item.id;
  return (
    <div className="read-marks">
      <div className="read-choice" data-count={item.shapes.length}>
        {item.shapes.map(({ shape }) => (
          <button
            key={shape}
            type="button"
            className="read-option"
            disabled={marking === null || full}
            aria-pressed={isActive && marking?.active?.shape === shape}
            onClick={() => marking?.onStart(item.id, shape)}
          >
            {t(`marks.${shape}`)}
            <OptionKey letter={keyOf(keys, item.id, 'mark', shape)} />
          </button>
        ))}
      </div>
      <p className="read-hint">
        {full
          ? t('marks.full', { count: item.maxMarks })
          : t('marks.left', { count: item.maxMarks - marks.length })}
      </p>
      {marks.length === 0 ? null : (
        <ol className="read-mark-list">
          {marks.map((mark, index) => (
            <MarkRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a mark is known by its place in the list.
              key={index}
              mark={mark}
              number={index + 1}
              films={marking?.films ?? 1}
              comments={item.comments}
              selected={isActive && marking?.selected === index}
              onSelect={() => marking?.onSelect(item.id, index)}
              onComment={(comment) =>
                onChange(marks.map((own, place) => (place === index ? { ...own, comment } : own)))
              }
              onCommented={() => marking?.onCommented()}
              onRemove={() => onChange(marks.filter((_, place) => place !== index))}
            />
          ))}
        </ol>
      )}
    </div>
  );
}

interface MarkRowProps {
  readonly mark: Mark;
  readonly number: number;
  readonly films: number;
  readonly comments: boolean;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onComment: (comment: string | null) => void;
  readonly onCommented: () => void;
  readonly onRemove: () => void;
}

function MarkRow(props: MarkRowProps) {
  const { mark, number, films, comments, selected, onSelect, onComment, onCommented, onRemove } = props;
  const { t } = useTranslation('reading');
  const place = { number, x: Math.round(mark.x), y: Math.round(mark.y) };
  const name = [
    t(`marks.${mark.shape}At`, place),
    ...(films > 1 ? [t('filmNumber', { film: mark.film })] : []),
  ];
  return (
    <li className="read-mark" data-selected={selected}>
      <button type="button" className="read-mark-name" onClick={onSelect}>
        {name.join(' · ')}
      </button>
      <button
        type="button"
        className="read-mark-remove"
        aria-label={t('marks.remove', { number })}
        title={t('marks.remove', { number })}
        onClick={onRemove}
      >
        ×
      </button>
      {comments ? (
        <input
          type="text"
          className="read-mark-comment"
          data-mark-comment={number}
          aria-label={t('marks.commentOf', { number })}
          placeholder={t('marks.comment')}
          maxLength={COMMENT_LENGTH}
          value={mark.comment ?? ''}
          onChange={({ currentTarget: { value } }) => onComment(value.trim() === '' ? null : value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // Enter goes on with the film, not with the case.
            event.preventDefault();
            event.stopPropagation();
            onCommented();
          }}
        />
      ) : null}
    </li>
  );
}
