import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { textOfLabel } from '../../../app/message-key.ts';
import { type Option, textLabel, withNewOption } from './instrument-state.ts';
import { KeyField } from './key-field.tsx';

interface OptionListProps {
  readonly title: string;
  readonly options: readonly Option[];
  readonly least: number;
  readonly most: number;
  readonly onChange: (options: Option[]) => void;
}

/** Options of a choice or findings of a list: words, the value that results hold, a key for each. */
export function OptionList({ title, options, least, most, onChange }: OptionListProps) {
  const { t } = useTranslation('instrumentEditor');
  const replace = (index: number, part: Partial<Option>) =>
    onChange(options.map((option, place) => (place === index ? { ...option, ...part } : option)));
  return (
    <Stack gap={6} role="group" aria-label={title}>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      {options.map((option, index) => (
        <Group key={option.value} gap="xs" wrap="nowrap" align="flex-start">
          <TextInput
            flex={1}
            aria-label={t('option', { number: index + 1 })}
            maxLength={500}
            description={t('value', { value: option.value })}
            inputWrapperOrder={['input', 'description']}
            value={textOfLabel(option.label)}
            error={textOfLabel(option.label).trim() === ''}
            onChange={(event) => replace(index, { label: textLabel(event.currentTarget.value) })}
          />
          <KeyField
            label={t('keyOf', { name: textOfLabel(option.label) })}
            hidden
            value={option.key}
            onChange={(key) => replace(index, { key })}
          />
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            mt={4}
            disabled={options.length <= least}
            aria-label={t('removeOption', { name: textOfLabel(option.label) })}
            onClick={() => onChange(options.filter((_, place) => place !== index))}
          >
            {t('remove')}
          </Button>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-md"
          disabled={options.length >= most}
          onClick={() => onChange(withNewOption(options, t('newOption')))}
        >
          {t('addOption')}
        </Button>
      </Group>
    </Stack>
  );
}
