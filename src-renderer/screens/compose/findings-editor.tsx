import { ActionIcon, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindingStatement, Side, Size } from '../../../src-core/prompt/description.ts';
import { FINDINGS, type FindingId, findingTerm } from '../../../src-core/prompt/findings.ts';
import './compose.css';
import { dispatchCompose } from './compose-store.ts';

const SIDES: readonly Side[] = ['none', 'left', 'right', 'bilateral'];
const SIZES: readonly Size[] = ['none', 'small', 'moderate', 'large'];

/** The findings of a description: each stated as present or absent, with a side and a size where it has one. */
export function FindingsEditor({ findings }: { readonly findings: readonly FindingStatement[] }) {
  const { t } = useTranslation('compose');
  const [search, setSearch] = useState('');
  const stated = new Set(findings.map(({ finding }) => finding));
  const open = FINDINGS.filter(({ id }) => !stated.has(id));
  return (
    <Stack gap="xs">
      {findings.length === 0 ? null : (
        <ul className="compose-plain-list" aria-label={t('form.findings')}>
          {findings.map((statement) => (
            <FindingRow key={statement.finding} statement={statement} />
          ))}
        </ul>
      )}
      <Select
        label={t('form.addFinding')}
        placeholder={t('form.addFindingPlaceholder')}
        data={open.map(({ id, singular }) => ({ value: id, label: sentenceCase(singular) }))}
        value={null}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        nothingFoundMessage={t('form.noSuchFinding')}
        maxDropdownHeight={320}
        onChange={(value) => {
          const chosen = FINDINGS.find(({ id }) => id === value);
          if (chosen !== undefined) dispatchCompose({ type: 'addFinding', finding: chosen.id });
          setSearch('');
        }}
      />
    </Stack>
  );
}

function FindingRow({ statement }: { readonly statement: FindingStatement }) {
  const { t } = useTranslation('compose');
  const term = findingTerm(statement.finding);
  const name = term.singular;
  const change = (part: Partial<FindingStatement>) =>
    dispatchCompose({ type: 'changeFinding', finding: statement.finding, change: part });
  const words = term.grading === 'severity' ? 'severities' : 'sizes';
  return (
    <li className="compose-finding">
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600} size="sm">
          {sentenceCase(name)}
        </Text>
        <Group gap={4} wrap="nowrap">
          <SegmentedControl
            size="xs"
            aria-label={t('form.presenceOf', { finding: name })}
            value={statement.presence}
            data={[
              { value: 'present', label: t('form.presence.present') },
              { value: 'absent', label: t('form.presence.absent') },
            ]}
            onChange={(presence) => change({ presence: presence === 'absent' ? 'absent' : 'present' })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('form.remove', { finding: name })}
            onClick={() => remove(statement.finding)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      <Group gap="xs" grow>
        {term.side === 'none' ? null : (
          <Select
            size="xs"
            aria-label={t('form.sideOf', { finding: name })}
            data={SIDES.map((side) => ({ value: side, label: t(`form.sides.${side}`) }))}
            value={statement.side}
            allowDeselect={false}
            onChange={(value) => change({ side: SIDES.find((side) => side === value) ?? 'none' })}
          />
        )}
        {term.grading === 'none' || statement.presence === 'absent' ? null : (
          <Select
            size="xs"
            aria-label={t('form.sizeOf', { finding: name })}
            data={SIZES.map((size) => ({ value: size, label: t(`form.${words}.${size}`) }))}
            value={statement.size}
            allowDeselect={false}
            onChange={(value) => change({ size: SIZES.find((size) => size === value) ?? 'none' })}
          />
        )}
      </Group>
    </li>
  );
}

function remove(finding: FindingId): void {
  dispatchCompose({ type: 'removeFinding', finding });
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
