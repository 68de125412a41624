import { Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { itemIdSchema, slugSchema } from '../../../../src-core/study/instrument.ts';
import { NumberField } from '../../compose/number-field.tsx';

interface CountFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly decimal?: boolean;
  readonly description?: string;
  readonly onChange: (value: number) => void;
}

interface OptionalCountProps extends Omit<CountFieldProps, 'value' | 'onChange'> {
  readonly value: number | null;
  readonly placeholder?: string;
  readonly hideLabel?: boolean;
  readonly onChange: (value: number | null) => void;
}

/** A number within a range: what is out of it is said at the field, and the last good number stays. */
export function CountField({ onChange, ...props }: CountFieldProps) {
  return <RangeField {...props} required onChange={(value) => value !== null && onChange(value)} />;
}

/** A number within a range, or none where the field is empty. */
export function OptionalCountField(props: OptionalCountProps) {
  return <RangeField {...props} required={false} />;
}

function RangeField(props: OptionalCountProps & { readonly required: boolean }) {
  const { label, value, min, max, decimal, description, placeholder, hideLabel, required, onChange } = props;
  const { t } = useTranslation('design');
  const [typed, setTyped] = useState<number | null>(value);
  useEffect(() => setTyped(value), [value]);
  const fits = (next: number | null): boolean =>
    next === null ? !required : next >= min && next <= max && (decimal === true || Number.isInteger(next));
  return (
    <NumberField
      label={label}
      value={typed}
      error={fits(typed) ? null : t('range', { min, max })}
      {...(decimal === undefined ? {} : { decimal })}
      {...(description === undefined ? {} : { description })}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(hideLabel === undefined ? {} : { hideLabel })}
      onChange={(next) => {
        setTyped(next);
        if (fits(next) && next !== value) onChange(next);
      }}
    />
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly description?: string;
  readonly required?: boolean;
  readonly onChange: (text: string) => void;
}

/** A line of text; a required one says so while it is empty. */
export function LineField({ label, value, maxLength, description, required, onChange }: TextFieldProps) {
  const { t } = useTranslation('design');
  return (
    <TextInput
      label={label}
      value={value}
      maxLength={maxLength}
      description={description}
      error={required === true && value.trim() === '' ? t('missing') : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Some lines of text; a required one says so while it is empty. */
export function TextField({ label, value, maxLength, description, required, onChange }: TextFieldProps) {
  const { t } = useTranslation('design');
  return (
    <Textarea
      label={label}
      value={value}
      maxLength={maxLength}
      description={description}
      autosize
      minRows={2}
      maxRows={12}
      error={required === true && value.trim() === '' ? t('missing') : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  /** `itemId`: capitals and no hyphens. */
  readonly of?: 'slug' | 'itemId';
  readonly taken: readonly string[];
  readonly description?: string;
  readonly onChange: (name: string) => void;
}

const NAMES = { slug: slugSchema, itemId: itemIdSchema } as const;

/** A name by which the protocol calls something, and which nothing else has; taken over when the field is left. */
export function SlugField({ label, value, of = 'slug', taken, description, onChange }: NameFieldProps) {
  const { t } = useTranslation('design');
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const error = !NAMES[of].safeParse(typed).success
    ? t(of)
    : typed !== value && taken.includes(typed)
      ? t('taken')
      : null;
  const commit = () => {
    if (error === null && typed !== value) onChange(typed);
  };
  return (
    <TextInput
      label={label}
      value={typed}
      maxLength={40}
      description={description}
      error={error ?? undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
