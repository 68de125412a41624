import { Badge, Button, Group, List, Stack, Table, Text, Title } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/generation-calls.ts';
import { FactTable } from '../../ui/fact-table.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import './models.css';

/** One model: its state, defaults and example prompts at the left, its files with their hashes at the right. */
export function ModelCard({ model }: { readonly model: ModelView }) {
  const { t } = useTranslation('models');
  const { t: tCompose } = useTranslation('compose');
  const headingId = useId();
  const { defaults } = model;
  const facts = [
    { label: t('id'), value: model.id },
    { label: t('size'), value: t('sizeValue', { width: model.widthPx, height: model.heightPx }) },
    { label: t('tokens'), value: t('tokensValue', { count: model.maxTokens }) },
    {
      label: t('defaults'),
      value: t('defaultsValue', {
        steps: defaults.steps,
        guidance: defaults.guidanceScale,
        scheduler: tCompose(`settings.schedulers.${defaults.scheduler}`),
      }),
    },
    { label: t('negative'), value: defaults.negativePrompt === '' ? '–' : defaults.negativePrompt },
  ];
  return (
    <section className="models-card" aria-labelledby={headingId} data-model-id={model.id}>
      <Group gap="sm" mb="sm">
        <Title order={2} size="h4" id={headingId}>
          {model.name}
        </Title>
        {model.demonstration ? (
          <Badge variant="default" radius="sm" tt="none" size="lg">
            {t('demonstration')}
          </Badge>
        ) : null}
        <Text size="sm" c="dimmed">
          {model.problem === null ? t('usable') : t('problem')}
        </Text>
      </Group>
      {model.problem === null ? null : (
        <Notice tone="problem" title={t('problem')}>
          {model.problem}
        </Notice>
      )}
      <div className="models-columns">
        <Stack gap="md" miw={0}>
          <FactTable rows={facts} label={model.name} />
          {model.examplePrompts.length === 0 ? null : (
            <div>
              <Title order={3} size="h6" mb={6}>
                {t('examples')}
              </Title>
              <List size="sm" spacing={4}>
                {model.examplePrompts.map((prompt) => (
                  <List.Item key={prompt}>{prompt}</List.Item>
                ))}
              </List>
            </div>
          )}
        </Stack>
        {model.components.length === 0 ? null : <Components model={model} />}
      </div>
    </section>
  );
}

function Components({ model }: { readonly model: ModelView }) {
  const { t } = useTranslation('models');
  const clipboard = useClipboard();
  const total = model.components.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div>
      <Title order={3} size="h6" mb={6}>
        {t('components')}
      </Title>
      <Table aria-label={`${t('components')}: ${model.name}`} verticalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="34%">{t('file')}</Table.Th>
            <Table.Th w={90}>{t('bytes')}</Table.Th>
            <Table.Th>{t('sha256')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {model.components.map(({ file, sha256, bytes }) => (
            <Table.Tr key={file}>
              <Table.Td className="models-long">{file}</Table.Td>
              <Table.Td>{formatBytes(bytes)}</Table.Td>
              <Table.Td className="models-hash">{sha256}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group mt={6}>
        <Text size="sm" c="dimmed">
          {t('total', { size: formatBytes(total) })}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => clipboard.copy(checksums(model))}>
          {t('copy')}
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {clipboard.copied ? t('copied') : ''}
        </Text>
      </Group>
    </div>
  );
}

/** The files as `sha256sum` lists them, so that it can check them. */
function checksums({ components }: ModelView): string {
  return components.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
}
