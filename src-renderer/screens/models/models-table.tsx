import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../../src-core/base/ids.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { useCall } from '../../app/queries.ts';
import { formatRoute } from '../../app/routes.ts';
import { formatBytes } from '../../ui/format.ts';
import { imageSize, schedulerName } from './model-facts.ts';
import './models.css';
import { DemonstrationBadge, StateBadge } from './state-badge.tsx';

interface ModelsTableProps {
  readonly models: readonly ModelView[];
  readonly shown: ModelId | undefined;
  /** Folders that lie among the program's models and are not registered. */
  readonly found: readonly string[];
  readonly onRegister: (folderName: string) => void;
}

/** Every model in a line; its name leads to its details. */
export function ModelsTable({ models, shown, found, onRegister }: ModelsTableProps) {
  const { t } = useTranslation('models');
  return (
    <Table aria-label={t('table.label')} verticalSpacing="sm" className="models-table">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('table.name')}</Table.Th>
          <Table.Th>{t('table.state')}</Table.Th>
          <Table.Th>{t('table.image')}</Table.Th>
          <Table.Th>{t('table.prediction')}</Table.Th>
          <Table.Th>{t('table.tokenizer')}</Table.Th>
          <Table.Th>{t('table.scheduler')}</Table.Th>
          <Table.Th>{t('table.precision')}</Table.Th>
          <Table.Th className="models-number">{t('table.size')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {models.map((model) => (
          <ModelRow key={model.id} model={model} shown={model.id === shown} />
        ))}
        {found.map((name) => (
          <FoundRow key={name} name={name} onRegister={() => onRegister(name)} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function ModelRow({ model, shown }: { readonly model: ModelView; readonly shown: boolean }) {
  const { t } = useTranslation(['models', 'compose']);
  const description = useCall('models.describe', { modelId: model.id });
  const facts = description.data;
  const reading = description.error === null ? t('models:table.reading') : '–';
  return (
    <Table.Tr data-model-id={model.id} data-shown={shown || undefined}>
      <Table.Td>
        <Group gap="sm">
          <Anchor
            href={formatRoute({ section: 'models', parameter: model.id })}
            fw={600}
            aria-current={shown ? 'true' : undefined}
          >
            {model.name}
          </Anchor>
          {model.demonstration ? <DemonstrationBadge /> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {facts?.pipelineClass ?? reading}
        </Text>
      </Table.Td>
      <Table.Td>
        <StateBadge model={model} />
      </Table.Td>
      <Table.Td>{facts === undefined ? '–' : imageSize(facts, t)}</Table.Td>
      <Table.Td>{facts === undefined ? '–' : t(`models:predictionTypes.${facts.predictionType}`)}</Table.Td>
      <Table.Td>
        {facts === undefined
          ? '–'
          : t('models:tokenizerValue', {
              kind: t(`models:tokenizers.${facts.tokenizer.kind}`),
              count: facts.tokenizer.maxTokens,
            })}
      </Table.Td>
      <Table.Td>{facts === undefined ? '–' : schedulerName(facts, t)}</Table.Td>
      <Table.Td>{facts === undefined ? '–' : t(`models:precisions.${facts.precision}`)}</Table.Td>
      <Table.Td className="models-number">
        {facts === undefined ? '–' : formatBytes(facts.totalBytes)}
      </Table.Td>
    </Table.Tr>
  );
}

const COLUMNS = 8;

function FoundRow({ name, onRegister }: { readonly name: string; readonly onRegister: () => void }) {
  const { t } = useTranslation('models');
  return (
    <Table.Tr>
      <Table.Td>
        <span className="models-long">{name}</span>
        <Text size="sm" c="dimmed">
          {t('found.place')}
        </Text>
      </Table.Td>
      <Table.Td colSpan={COLUMNS - 2}>
        <Text size="sm" c="dimmed">
          {t('found.hint')}
        </Text>
      </Table.Td>
      <Table.Td className="models-number">
        <Button
          size="xs"
          variant="default"
          aria-label={t('found.registerNamed', { name })}
          onClick={onRegister}
        >
          {t('found.register')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
