import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentItemView } from '../../../src-core/contract/reading-calls.ts';
import { textOfMessageKey } from '../../app/message-key.ts';

interface FormItemProps {
  readonly item: InstrumentItemView;
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
  const { t } = useTranslation('read');
  const ref = useRef<HTMLFieldSetElement>(null);

  useEffect(() => {
    const frame = ref.current;
    if (!current || disabled || frame === null || frame.contains(document.activeElement)) return;
    // The frame, not its first option: a focus ring there would look like an answer.
    const target = item.kind === 'text' ? frame.querySelector('textarea') : frame;
    target?.focus();
  }, [current, disabled, item.kind]);

  return (
    <fieldset
      ref={ref}
      className="reading-item"
      data-item={item.id}
      data-current={current}
      disabled={disabled}
      tabIndex={-1}
      onFocus={onCurrent}
      aria-description={current ? t('current') : undefined}
    >
      <legend className="reading-item-legend">
        <span>
          {textOfMessageKey(item.labelKey)}
          {item.required ? null : <span className="reading-item-optional"> {t('optional')}</span>}
        </span>
        <span className="reading-item-keys" aria-hidden="true">
          {keyHint}
        </span>
      </legend>
      {children}
    </fieldset>
  );
}
