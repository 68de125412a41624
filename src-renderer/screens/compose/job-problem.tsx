import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../../src-core/base/ids.ts';
import type { BatchView } from '../../../src-core/contract/queue-calls.ts';
import { formatRoute } from '../../app/routes.ts';

interface JobProblemProps {
  readonly problem: BatchView['failures'][number];
  /** Null for a batch: the list of models marks the one. */
  readonly modelId: ModelId | null;
}

/** Reasons that are mended at the model: its files, or its registration. */
const OF_THE_MODEL: readonly string[] = [
  'MODEL_CHANGED',
  'MODEL_NOT_FOUND',
  'MODEL_INVALID',
  'MODEL_UNSUPPORTED',
];

/** Why jobs failed, and where that can be mended. */
export function JobProblem({ problem, modelId }: JobProblemProps) {
  const { t } = useTranslation('queue');
  const { code, message, count } = problem;
  return (
    <Text size="sm" c="red.4" mt={4} role="status" data-error-code={code}>
      {count > 1 ? `${t('reasonTimes', { count })} ` : ''}
      {message}
      {OF_THE_MODEL.includes(code) ? (
        <>
          {' '}
          <Anchor size="sm" underline="always" href={formatRoute({ section: 'models', parameter: modelId })}>
            {t(code === 'MODEL_CHANGED' ? 'checkModel' : 'openModels')}
          </Anchor>
        </>
      ) : null}
    </Text>
  );
}
