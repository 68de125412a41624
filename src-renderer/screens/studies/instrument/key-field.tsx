import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface KeyFieldProps {
  readonly label: string;
  /** The label is read out and not shown. */
  readonly hidden?: boolean;
  readonly value: string | null;
  readonly onChange: (key: string | null) => void;
}

/** One key of the keyboard; empty: a free one is taken. */
export function KeyField({ label, hidden, value, onChange }: KeyFieldProps) {
  const { t } = useTranslation('instrumentEditor');
  return (
    <TextInput
      {...(hidden === true ? { 'aria-label': label } : { label })}
      placeholder={t('keyPlaceholder')}
      w={hidden === true ? 76 : undefined}
      value={value ?? ''}
      maxLength={20}
      onChange={(event) => {
        // The last character typed is the key; longer names (F2) stay as an imported file gave them.
        const typed = event.currentTarget.value.trim();
        onChange(typed === '' ? null : typed.slice(-1).toLowerCase());
      }}
    />
  );
}
