import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';

interface WholeNumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly largest: number;
  readonly error: string;
  /** Called with a number that is in range, when the field is left or Enter is pressed. */
  readonly onCommit: (value: number) => void;
}

/** A whole number from 1 on; what is out of range is said at the field and not kept. */
export function WholeNumberField({ label, value, largest, error, onCommit }: WholeNumberFieldProps) {
  const [typed, setTyped] = useState<number | string>(value);
  useEffect(() => setTyped(value), [value]);
  const valid = typeof typed === 'number' && Number.isInteger(typed) && typed >= 1 && typed <= largest;
  const commit = () => {
    if (valid && typed !== value) onCommit(typed);
  };
  return (
    <NumberInput
      label={label}
      value={typed}
      error={valid ? undefined : error}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      hideControls
      w={200}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
