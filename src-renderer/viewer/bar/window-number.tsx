import { NumberInput } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface WindowNumberProps {
  readonly label: string;
  readonly title: string;
  /** Null while there is no film. */
  readonly value: number | null;
  /** What the number can be; null while there is no film. */
  readonly limits: { readonly least: number; readonly most: number } | null;
  readonly decimals: number;
  readonly allowNegative: boolean;
  /** Called with a number that was typed, within the limits, when the field is left or Enter is pressed. */
  readonly onCommit: (value: number) => void;
}

/**
 * A number of the window: it follows every drag, and takes what is typed on Enter or on leaving. What lies beyond the
 * limits is taken to the nearest of them, and the field says so.
 */
export function WindowNumber(props: WindowNumberProps) {
  const { label, title, value, limits, decimals, allowNegative, onCommit } = props;
  const { t } = useTranslation('viewer');
  const noteId = useId();
  const shown = value === null ? '' : Number(value.toFixed(decimals));
  const [typed, setTyped] = useState<number | string>(shown);
  const [limited, setLimited] = useState(false);
  useEffect(() => setTyped(shown), [shown]);
  const isBeyond = (number: number | string): boolean =>
    typeof number === 'number' && limits !== null && (number < limits.least || number > limits.most);
  const commit = () => {
    if (typeof typed !== 'number' || typed === shown || limits === null) return setTyped(shown);
    const taken = Math.min(limits.most, Math.max(limits.least, typed));
    setLimited(isBeyond(typed));
    setTyped(Number(taken.toFixed(decimals)));
    onCommit(taken);
  };
  const noted = limits !== null && (limited || isBeyond(typed));
  return (
    <div className="viewer-number" title={title}>
      <span aria-hidden="true">{label}</span>
      <NumberInput
        size="xs"
        aria-label={title}
        aria-describedby={noted ? noteId : undefined}
        aria-invalid={isBeyond(typed)}
        value={typed}
        disabled={value === null}
        allowDecimal
        allowNegative={allowNegative}
        clampBehavior="none"
        hideControls
        onChange={(number) => {
          setLimited(false);
          setTyped(number);
        }}
        onBlur={() => {
          commit();
          setLimited(false);
        }}
        onKeyDown={(event) => {
          // The film's keys stay out of what is typed.
          event.stopPropagation();
          if (event.key === 'Enter') commit();
        }}
      />
      {noted ? (
        <span id={noteId} className="viewer-number-note" role="status">
          {t('limits', { least: rounded(limits.least), most: rounded(limits.most) })}
        </span>
      ) : null}
    </div>
  );
}

const rounded = (value: number): number => Number(value.toPrecision(3));
