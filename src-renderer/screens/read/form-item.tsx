import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentItem } from '../../../src-core/study/instrument.ts';
import { textOfLabel } from '../../app/message-key.ts';

interface FormItemProps {
  readonly item: InstrumentItem;
  /** Keys act here. */
  readonly current: boolean;
  readonly disabled: boolean;
  /** Which keys answer this item, as text. */
  readonly keyHint: string;
  readonly onCurrent: () => void;
  readonly children: ReactNode;
}

/** The frame of one question: its text, its keys, and the mark that says that keys act here. */
export function FormItem({ item, current, disabled, keyHint, onCurrent, children }: FormItemProps) {
  const { t } = useTranslation('reading');
  const ref = useRef<HTMLFieldSetElement>(null);

  useEffect(() => {
    const frame = ref.current;
    if (!current || disabled || frame === null) return;
    frame.scrollIntoView({ block: 'nearest' });
    if (frame.contains(document.activeElement)) return;
    // The frame, not its first option: a focus ring there would look like an answer.
    const target = item.kind === 'free-text' ? frame.querySelector('textarea') : frame;
    target?.focus();
  }, [current, disabled, item.kind]);

  return (
    <fieldset
      ref={ref}
      className="read-item"
      data-item={item.id}
      data-current={current}
      disabled={disabled}
      tabIndex={-1}
      onFocus={onCurrent}
      aria-description={current ? t('current') : undefined}
    >
      <legend className="read-item-legend">
        <span>
          {textOfLabel(item.label)}
          {item.required ? null : <span className="read-item-optional"> {t('optional')}</span>}
        </span>
        <span className="read-item-keys" aria-hidden="true">
          {keyHint}
        </span>
      </legend>
      {children}
    </fieldset>
  );
}
