import { NumberInput } from '@mantine/core';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly error: string | null;
  readonly placeholder?: string;
  readonly description?: string;
  readonly decimal?: boolean;
  /** The label is read out and not shown. */
  readonly hideLabel?: boolean;
  readonly onChange: (value: number | null) => void;
}

/** A number as it was typed; null where the field is empty. What is out of range is said, never corrected. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, error, placeholder, description, decimal, hideLabel, onChange } = props;
  return (
    <NumberInput
      {...(hideLabel === true ? { 'aria-label': label } : { label })}
      description={description}
      placeholder={placeholder ?? ''}
      value={value ?? ''}
      error={error ?? undefined}
      allowDecimal={decimal === true}
      allowNegative={false}
      clampBehavior="none"
      hideControls
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}
