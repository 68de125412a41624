import { SegmentedControl } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelId } from '../../../src-core/base/ids.ts';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import { useCall } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import './compose.css';
import { dispatchCompose, useCompose } from './compose-store.ts';
import { COMPOSER_MODES, chooseComposerMode, useComposerMode } from './composer-mode.ts';
import { PromptComposer } from './prompt-composer.tsx';
import { SweepComposer } from './sweep/sweep-composer.tsx';
import { beginSweep } from './sweep/sweep-draft.ts';
import { TableComposer } from './table/table-composer.tsx';

interface ComposerProps {
  /** Called with the entry of the queue that came of it. */
  readonly onQueued: (id: string | null) => void;
}

/** What is drawn next: films of one prompt, of a table of prompts, or of a sweep over settings. */
export function Composer({ onQueued }: ComposerProps) {
  const { t } = useTranslation('compose');
  const state = useCompose();
  const chosen = useComposerMode();
  const models = useCall('models.list', {});
  useDefaultModel(models.data, state.settings.modelId);
  useProviderSetting(state.remake !== null);
  const shared = { state, models: models.data ?? [], onQueued };
  return (
    <div className="compose-composer">
      <ScreenTitle title={t('title')}>
        <SegmentedControl
          aria-label={t('mode.label')}
          value={chosen}
          data={COMPOSER_MODES.map((value) => ({ value, label: t(`mode.${value}`) }))}
          onChange={(value) => {
            const next = COMPOSER_MODES.find((known) => known === value);
            if (next === 'sweep') beginSweep(state);
            if (next !== undefined) chooseComposerMode(next);
          }}
        />
      </ScreenTitle>
      {models.error === null ? null : (
        <ErrorNotice error={models.error} onRetry={() => void models.refetch()} />
      )}
      {chosen === 'prompt' ? <PromptComposer {...shared} /> : null}
      {chosen === 'table' ? <TableComposer {...shared} /> : null}
      {chosen === 'sweep' ? <SweepComposer {...shared} /> : null}
    </div>
  );
}

/** Takes the first usable model with its defaults: at the beginning, and when the chosen one was removed. */
function useDefaultModel(models: readonly ModelView[] | undefined, chosen: ModelId | null): void {
  useEffect(() => {
    if (models === undefined || models.some(({ id }) => id === chosen)) return;
    const model = models.find(({ problem }) => problem === null) ?? models[0];
    if (model !== undefined) dispatchCompose({ type: 'model', model });
  }, [models, chosen]);
}

/** What images are computed on follows the workstation's setting until it is chosen here, or a recipe names it. */
function useProviderSetting(recipe: boolean): void {
  const provider = useCall('settings.get', {}).data?.provider;
  useEffect(() => {
    if (provider !== undefined && !recipe) dispatchCompose({ type: 'providerSetting', provider });
  }, [provider, recipe]);
}
