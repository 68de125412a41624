import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';

interface WindowNumberProps {
  readonly label: string;
  readonly title: string;
  /** Null while there is no film. */
  readonly value: number | null;
  readonly decimals: number;
  readonly allowNegative: boolean;
  /** Called with a number that was typed, when the field is left or Enter is pressed. */
  readonly onCommit: (value: number) => void;
}

/** A number of the window: it follows every drag, and takes what is typed on Enter or on leaving. */
export function WindowNumber(props: WindowNumberProps) {
  const { label, title, value, decimals, allowNegative, onCommit } = props;
  const shown = value === null ? '' : Number(value.toFixed(decimals));
  const [typed, setTyped] = useState<number | string>(shown);
  useEffect(() => setTyped(shown), [shown]);
  const commit = () => {
    if (typeof typed === 'number' && typed !== shown) onCommit(typed);
    else setTyped(shown);
  };
  return (
    <div className="viewer-number" title={title}>
      <span aria-hidden="true">{label}</span>
      <NumberInput
        size="xs"
        aria-label={title}
        value={typed}
        disabled={value === null}
        allowDecimal
        allowNegative={allowNegative}
        clampBehavior="none"
        hideControls
        onChange={setTyped}
        onBlur={commit}
        onKeyDown={(event) => {
          // The film's keys stay out of what is typed.
          event.stopPropagation();
          if (event.key === 'Enter') commit();
        }}
      />
    </div>
  );
}
