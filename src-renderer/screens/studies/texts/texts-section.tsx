import { Button, Group, Radio, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Part } from '../../../ui/part.tsx';
import { withRules } from '../design/design-state.ts';
import { TextField } from '../design/fields.tsx';
import type { SectionProps } from '../design/section-frame.tsx';
import { ControlList } from './control-list.tsx';
import { ProposeControls } from './propose-controls.tsx';
import { CONTROL_KINDS, controlCounts, withFoundSources, withoutSource } from './texts-state.ts';

const RULES = ['from-real-text', 'one-template', 'as-written'] as const;

/** Why the text does not tell the arm, and the hidden trials whose text is wrong on purpose. */
export function TextsSection(props: SectionProps) {
  const { t } = useTranslation('design');
  const { draft, edit } = props;
  const { wording, instrument } = draft.rules;
  if (instrument.stages.every(({ shows }) => shows === 'film')) {
    return <Text size="sm">{t('texts.noneShown')}</Text>;
  }
  return (
    <Stack gap="xl">
      <Part title={t('texts.wording')}>
        <Stack gap="md" maw={880}>
          <Radio.Group
            label={t('texts.rule')}
            value={wording.rule}
            onChange={(value) => {
              const rule = RULES.find((known) => known === value) ?? 'as-written';
              edit((current) =>
                withRules(current, { wording: { rule, statement: t(`texts.statements.${rule}`) } }),
              );
            }}
          >
            <Stack gap={8} mt={6}>
              {RULES.map((rule) => (
                <Radio
                  key={rule}
                  value={rule}
                  label={t(`texts.rules.${rule}`)}
                  description={t(`texts.ruleHint.${rule}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          <TextField
            label={t('texts.statement')}
            value={wording.statement}
            maxLength={2000}
            required
            onChange={(statement) =>
              edit((current) => withRules(current, { wording: { ...wording, statement } }))
            }
          />
          {wording.rule === 'from-real-text' ? <Sources {...props} /> : null}
        </Stack>
      </Part>
      <Part title={t('texts.controls')}>
        <Text size="sm" c="dimmed" maw={880}>
          {t('texts.controlsHint')}
        </Text>
        <ProposeControls {...props} />
        <Counts {...props} />
        <ControlList {...props} />
      </Part>
    </Stack>
  );
}

function Sources({ draft, edit, candidates }: SectionProps) {
  const { t } = useTranslation('design');
  const open = withoutSource(draft).length;
  return (
    <Group gap="md">
      <Button
        variant="default"
        disabled={open === 0}
        onClick={() => edit((current) => withFoundSources(current, candidates))}
      >
        {t('texts.findSources')}
      </Button>
      <Text size="sm" c="dimmed" aria-live="polite">
        {open === 0 ? t('texts.allSources') : t('texts.openSources', { count: open })}
      </Text>
    </Group>
  );
}

function Counts({ draft }: SectionProps) {
  const { t } = useTranslation('design');
  if (draft.arms.length === 0) return null;
  return (
    <Table aria-label={t('texts.counts')} verticalSpacing={4} maw={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('table.arm')}</Table.Th>
          {CONTROL_KINDS.map((how) => (
            <Table.Th key={how} ta="right">
              {t(`texts.how.${how}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {controlCounts(draft).map(({ arm, counts }) => (
          <Table.Tr key={arm}>
            <Table.Th scope="row" fw={400}>
              {arm}
            </Table.Th>
            {CONTROL_KINDS.map((how) => (
              <Table.Td key={how} ta="right">
                {counts[how]}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
