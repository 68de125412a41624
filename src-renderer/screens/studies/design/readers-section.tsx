import { Button, Checkbox, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserId } from '../../../../src-core/base/ids.ts';
import type { Person } from '../../../../src-core/contract/session-calls.ts';
import { useCall, useCommand } from '../../../app/queries.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { withProfile, withReader } from './design-state.ts';
import { OptionalCountField } from './fields.tsx';
import type { SectionProps } from './section-frame.tsx';

/** Who reads: tick, say what is known of their experience, or add a new reader, who is ticked at once. */
export function ReadersSection(props: SectionProps) {
  const { t } = useTranslation('design');
  const people = useCall('session.people', {});
  const readers = (people.data ?? []).filter(({ role }) => role === 'reader');
  return (
    <Stack gap="md" maw={880}>
      {people.error === null ? null : (
        <ErrorNotice error={people.error} onRetry={() => void people.refetch()} />
      )}
      {people.data !== undefined && readers.length === 0 ? <Text c="dimmed">{t('readers.none')}</Text> : null}
      {readers.length === 0 ? null : (
        <Table aria-label={t('readers.label')} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('readers.reader')}</Table.Th>
              <Table.Th w={190}>{t('readers.experience')}</Table.Th>
              <Table.Th w={260}>{t('readers.subspecialty')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {readers.map((reader) => (
              <ReaderRow key={reader.id} reader={reader} {...props} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      <NewReader onCreated={(id) => props.edit((draft) => withReader(draft, id, true))} />
    </Stack>
  );
}

function ReaderRow({ reader, draft, edit }: SectionProps & { readonly reader: Person }) {
  const { t } = useTranslation('design');
  const chosen = draft.readers.find(({ userId }) => userId === reader.id);
  const profile = chosen?.profile ?? null;
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox
          label={reader.name}
          checked={chosen !== undefined}
          onChange={(event) => {
            const tick = event.currentTarget.checked;
            edit((current) => withReader(current, reader.id, tick));
          }}
        />
      </Table.Td>
      <Table.Td>
        {chosen === undefined ? null : (
          <OptionalCountField
            label={t('readers.experienceOf', { reader: reader.name })}
            hideLabel
            placeholder={t('readers.notStated')}
            value={profile?.experienceYears ?? null}
            min={0}
            max={80}
            decimal
            onChange={(experienceYears) =>
              edit((current) => withProfile(current, reader.id, { experienceYears }))
            }
          />
        )}
      </Table.Td>
      <Table.Td>
        {chosen === undefined ? null : (
          <TextInput
            aria-label={t('readers.subspecialtyOf', { reader: reader.name })}
            placeholder={t('readers.notStated')}
            maxLength={200}
            value={profile?.subspecialty ?? ''}
            onChange={(event) => {
              const subspecialty = event.currentTarget.value === '' ? null : event.currentTarget.value;
              edit((current) => withProfile(current, reader.id, { subspecialty }));
            }}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function NewReader({ onCreated }: { readonly onCreated: (id: UserId) => void }) {
  const { t } = useTranslation('design');
  const [name, setName] = useState('');
  const create = useCommand('readers.create', {
    invalidates: ['session.people'],
    onSuccess: (reader) => {
      setName('');
      onCreated(reader.id);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') create.mutate({ name });
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="xs" wrap="nowrap" maw={560}>
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
        <Text size="sm" c="dimmed">
          {t('readers.pinHint')}
        </Text>
        {create.error === null ? null : <ErrorNotice error={create.error} onClose={create.reset} />}
      </Stack>
    </form>
  );
}
