import { Button, Group, Menu, Paper, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LightboxError, toLightboxError } from '../../../../src-core/base/errors.ts';
import type { DraftArm } from '../../../../src-core/study/draft.ts';
import { ARM_KINDS } from '../../../../src-core/study/protocol.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { CountField, SlugField, TextField } from '../design/fields.tsx';
import type { SectionProps } from '../design/section-frame.tsx';
import {
  type ArmCount,
  filledByRule,
  newArm,
  SELECTION_STATEMENTS,
  withArm,
  withoutArm,
} from './films-state.ts';

const RULES = ['curated', 'all', 'random'] as const;

interface ArmsEditorProps extends SectionProps {
  readonly counts: readonly ArmCount[];
}

/** The arms: what their films are, and the rule by which they were chosen out of those kept. */
export function ArmsEditor({ counts, ...props }: ArmsEditorProps) {
  const { t } = useTranslation('design');
  const { edit } = props;
  return (
    <Stack gap="md">
      {counts.map((count) => (
        <ArmCard key={count.arm.id} count={count} {...props} />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" w="max-content">
            {t('arms.add')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ARM_KINDS.map((kind) => (
            <Menu.Item
              key={kind}
              onClick={() =>
                edit((current) => ({ ...current, arms: [...current.arms, newArm(current.arms, kind)] }))
              }
            >
              {t(`arms.kind.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

function ArmCard({ count, draft, edit, candidates }: SectionProps & { readonly count: ArmCount }) {
  const { t } = useTranslation('design');
  const [error, setError] = useState<LightboxError | null>(null);
  const { arm, roles, offered } = count;
  const models = [...new Set(candidates.flatMap(({ modelName }) => modelName ?? []))].sort();
  const made = arm.kind !== 'real' && arm.kind !== 'follow-up';
  const change = (part: Partial<DraftArm>) => edit((current) => withArm(current, arm.id, part));
  const fill = () => {
    setError(null);
    try {
      const filled = filledByRule(draft, arm, candidates);
      edit(() => filled);
    } catch (thrown) {
      setError(toLightboxError(thrown));
    }
  };
  return (
    <Paper
      p="md"
      withBorder
      bg="transparent"
      component="section"
      aria-label={t('arms.label', { arm: arm.id })}
    >
      <Stack gap="sm">
        <div className="films-arm-row">
          <SlugField
            label={t('arms.name')}
            value={arm.id}
            taken={draft.arms.map(({ id }) => id)}
            onChange={(id) => change({ id })}
          />
          <Select
            label={t('arms.kindLabel')}
            data={ARM_KINDS.map((kind) => ({ value: kind, label: t(`arms.kind.${kind}`) }))}
            value={arm.kind}
            allowDeselect={false}
            onChange={(value) => {
              const kind = ARM_KINDS.find((known) => known === value);
              if (kind !== undefined) change({ kind });
            }}
          />
          {made ? (
            <Select
              label={t('arms.model')}
              data={[
                { value: '', label: t('arms.anyModel') },
                ...models.map((name) => ({ value: name, label: name })),
              ]}
              value={arm.model?.name ?? ''}
              allowDeselect={false}
              onChange={(name) =>
                change({ model: name === null || name === '' ? null : { name, sha256: null } })
              }
            />
          ) : null}
          <SelectionRule arm={arm} offered={offered} onChange={(selection) => change({ selection })} />
        </div>
        <TextField
          label={t('arms.statement')}
          value={arm.selection.statement}
          maxLength={2000}
          required
          onChange={(statement) => change({ selection: { ...arm.selection, statement } })}
        />
        {error === null ? null : <ErrorNotice error={error} onClose={() => setError(null)} />}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t('arms.holds', { ...roles, offered })}
          </Text>
          <Group gap="xs">
            {arm.selection.rule === 'curated' ? null : (
              <Button variant="default" size="compact-md" onClick={fill}>
                {t(`arms.fill.${arm.selection.rule}`)}
              </Button>
            )}
            <Button
              variant="subtle"
              color="gray"
              size="compact-md"
              aria-label={t('arms.removeNamed', { arm: arm.id })}
              onClick={() => edit((current) => withoutArm(current, arm.id))}
            >
              {t('arms.remove')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}

interface SelectionRuleProps {
  readonly arm: DraftArm;
  readonly offered: number;
  readonly onChange: (selection: DraftArm['selection']) => void;
}

function SelectionRule({ arm, offered, onChange }: SelectionRuleProps) {
  const { t } = useTranslation('design');
  const { selection } = arm;
  const ruled = (rule: (typeof RULES)[number]): DraftArm['selection'] => {
    const statement = SELECTION_STATEMENTS[rule];
    return rule === 'random'
      ? { rule, count: Math.max(1, offered), seed: 1, statement }
      : { rule, statement };
  };
  return (
    <>
      <Select
        label={t('arms.rule')}
        data={RULES.map((rule) => ({ value: rule, label: t(`arms.rules.${rule}`) }))}
        value={selection.rule}
        allowDeselect={false}
        onChange={(value) => {
          const rule = RULES.find((known) => known === value);
          if (rule !== undefined && rule !== selection.rule) onChange(ruled(rule));
        }}
      />
      {selection.rule === 'random' ? (
        <>
          <CountField
            label={t('arms.count')}
            value={selection.count}
            min={1}
            max={5000}
            onChange={(number) => onChange({ ...selection, count: number })}
          />
          <CountField
            label={t('arms.seed')}
            value={selection.seed}
            min={0}
            max={4_294_967_295}
            onChange={(seed) => onChange({ ...selection, seed })}
          />
        </>
      ) : null}
    </>
  );
}
