import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserId } from '../../../src-core/base/ids.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { withChoice } from './draft-state.ts';

interface ReadersChoiceProps {
  readonly chosen: readonly UserId[];
  readonly onChange: (chosen: readonly UserId[]) => void;
}

/** Who reads: tick, or add a new reader, who is ticked at once. */
export function ReadersChoice({ chosen, onChange }: ReadersChoiceProps) {
  const { t } = useTranslation('studies');
  const people = useCall('session.people', {});
  const [name, setName] = useState('');
  const create = useCommand('readers.create', {
    invalidates: ['session.people'],
    onSuccess: (reader) => {
      setName('');
      onChange(withChoice(chosen, reader.id, true));
    },
  });
  const readers = (people.data ?? []).filter(({ role }) => role === 'reader');
  return (
    <Stack gap="sm">
      {people.error === null ? null : (
        <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />
      )}
      {people.data !== undefined && readers.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('readers.none')}
        </Text>
      ) : null}
      {readers.map((reader) => (
        <Checkbox
          key={reader.id}
          label={reader.name}
          checked={chosen.includes(reader.id)}
          onChange={(event) => onChange(withChoice(chosen, reader.id, event.currentTarget.checked))}
        />
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') create.mutate({ name });
        }}
      >
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('readers.newName')}
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={name.trim() === ''} loading={create.isPending}>
            {t('readers.add')}
          </Button>
        </Group>
      </form>
      {create.error === null ? null : <ErrorNotice error={create.error} onClose={create.reset} />}
    </Stack>
  );
}
