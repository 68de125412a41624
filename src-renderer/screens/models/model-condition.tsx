import { List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelCheck, ModelView } from '../../../src-core/contract/model-calls.ts';
import { Notice } from '../../ui/notice.tsx';
import './models.css';

/** What stands in the way of using a model, and what to do. */
export function ModelProblem({ model }: { readonly model: ModelView }) {
  const { t } = useTranslation('models');
  return (
    <Notice tone="problem" title={model.state === 'embedded' ? t('unusable') : t(`state.${model.state}`)}>
      <Stack gap={4}>
        <span className="models-long">{model.problem}</span>
        {model.state === 'changed' ? <span>{t('details.whatToDo')}</span> : null}
        {model.state === 'missing' ? <span>{t('details.whatToDoMissing')}</span> : null}
      </Stack>
    </Notice>
  );
}

/** What a check of the files found. */
export function CheckResult({ check }: { readonly check: ModelCheck }) {
  const { t } = useTranslation('models');
  const { changes, problem, checkedFiles } = check;
  if (changes.length === 0) {
    return (
      <Text size="sm" role="status">
        {t('details.verified', { count: checkedFiles })}
      </Text>
    );
  }
  return (
    <Stack gap={4} role="status">
      <Text size="sm" fw={600}>
        {t('details.differing', { count: changes.length })}
      </Text>
      <List size="sm">
        {changes.map(({ file, kind }) => (
          <List.Item key={file} className="models-long">
            {t(`details.change.${kind}`)}: {file}
          </List.Item>
        ))}
      </List>
      {problem === null ? null : <Text size="sm">{problem}</Text>}
    </Stack>
  );
}
