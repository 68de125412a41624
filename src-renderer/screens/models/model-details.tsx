import { Button, Group, List, Loader, Stack, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { unlessCancelled } from '../../app/error-text.ts';
import { useCall, useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { FactTable } from '../../ui/fact-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Part } from '../../ui/part.tsx';
import { CheckResult, ModelProblem } from './model-condition.tsx';
import { modelFacts, whereabouts } from './model-facts.ts';
import { ModelFiles } from './model-files.tsx';
import { ModelProgress } from './model-progress.tsx';
import './models.css';
import { RemoveDialog } from './remove-dialog.tsx';
import { DemonstrationBadge, StateBadge } from './state-badge.tsx';

interface ModelDetailsProps {
  readonly model: ModelView;
  /** Opens the dialog on this model's own folder. */
  readonly onRenew: () => void;
}

/** One model: how it stands, what can be done about it, what it is, and every file with its hash. */
export function ModelDetails({ model, onRenew }: ModelDetailsProps) {
  const { t } = useTranslation(['models', 'compose']);
  const headingId = useId();
  const [removing, setRemoving] = useState(false);
  const verify = useCommand('models.verify', { invalidates: ['models.list'] });
  const verifyError = unlessCancelled(verify.error);
  const description = useCall('models.describe', { modelId: model.id });
  return (
    <section className="models-details" aria-labelledby={headingId}>
      <Group gap="sm" mb="sm">
        <Title order={2} size="h4" id={headingId}>
          {model.name}
        </Title>
        <StateBadge model={model} />
        {model.demonstration ? <DemonstrationBadge /> : null}
        {model.registration === null ? null : (
          <Group gap="xs" ml="auto">
            <Button
              variant="default"
              size="sm"
              disabled={verify.isPending || model.state === 'missing'}
              onClick={() => verify.mutate({ modelId: model.id })}
            >
              {t('models:details.verify')}
            </Button>
            <Button
              variant="default"
              size="sm"
              disabled={verify.isPending || model.state === 'missing'}
              onClick={onRenew}
            >
              {t('models:details.renew')}
            </Button>
            <Button variant="default" size="sm" disabled={verify.isPending} onClick={() => setRemoving(true)}>
              {t('models:details.remove')}
            </Button>
          </Group>
        )}
      </Group>
      <Stack gap="md">
        {model.demonstration ? <Notice tone="warning">{t('models:demonstrationNotice')}</Notice> : null}
        {model.problem === null ? null : <ModelProblem model={model} />}
        {verify.isPending ? <ModelProgress work="checking" /> : null}
        {verify.data === undefined || verify.isPending ? null : <CheckResult check={verify.data} />}
        {verifyError === null ? null : <ErrorNotice error={verifyError} onClose={verify.reset} />}
        {description.error === null ? null : (
          <ErrorNotice error={description.error} onRetry={() => void description.refetch()} />
        )}
        {description.data === undefined ? (
          description.error === null && <Loader size="sm" />
        ) : (
          <div className="models-columns">
            <Stack gap="md" miw={0}>
              <Part title={t('models:details.facts')}>
                <FactTable
                  rows={[...modelFacts(description.data, t), ...whereabouts(model, t)]}
                  label={`${t('models:details.facts')}: ${model.name}`}
                />
              </Part>
              {model.examplePrompts.length === 0 ? null : (
                <Part title={t('models:details.examples')}>
                  <List size="sm" spacing={4}>
                    {model.examplePrompts.map((prompt) => (
                      <List.Item key={prompt}>{prompt}</List.Item>
                    ))}
                  </List>
                </Part>
              )}
            </Stack>
            <Part title={t('models:details.files')}>
              <ModelFiles model={description.data} />
            </Part>
          </div>
        )}
      </Stack>
      {removing ? <RemoveDialog model={model} onClose={() => setRemoving(false)} /> : null}
    </section>
  );
}
