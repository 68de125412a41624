import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { EventPayload } from '../../../src-core/contract/events.ts';
import type { RemakeView } from '../../../src-core/contract/remake-calls.ts';
import { unlessCancelled } from '../../app/error-text.ts';
import { useCommand, useLightboxEvent } from '../../app/queries.ts';
import { navigate } from '../../app/use-route.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import { dispatchCompose } from './compose-store.ts';
import { chooseComposerMode } from './composer-mode.ts';

function takeUp(remake: RemakeView): void {
  dispatchCompose({ type: 'remake', remake });
  chooseComposerMode('prompt');
  navigate('compose');
}

/** Fills the composer with exactly the recipe of a film. */
export function MakeAgain({ filmId, onTaken }: { readonly filmId: FilmId; readonly onTaken: () => void }) {
  const { t } = useTranslation('remake');
  const prepare = useCommand('remakes.ofFilm', {
    onSuccess: (remake) => {
      takeUp(remake);
      onTaken();
    },
  });
  return (
    <>
      <Button variant="default" loading={prepare.isPending} onClick={() => prepare.mutate({ filmId })}>
        {t('button')}
      </Button>
      {prepare.error === null ? null : <ErrorNotice error={prepare.error} onClose={prepare.reset} />}
    </>
  );
}

/** Fills the composer with the recipe that a PNG carries. */
export function RecipeFromPng() {
  const { t } = useTranslation('remake');
  const choose = useCommand('remakes.fromPng', {
    onSuccess: (remake) => {
      if (remake !== null) takeUp(remake);
    },
  });
  const error = unlessCancelled(choose.error);
  return (
    <>
      <Button size="compact-sm" variant="subtle" loading={choose.isPending} onClick={() => choose.mutate({})}>
        {t('fromPng')}
      </Button>
      {choose.isPending ? <SearchProgress /> : null}
      {error === null ? null : <ErrorNotice error={error} onClose={choose.reset} />}
    </>
  );
}

/** Shows once films are looked at: most PNG files need no search. */
function SearchProgress() {
  const { t } = useTranslation(['remake', 'queue', 'common']);
  const [progress, setProgress] = useState<EventPayload<'remakes.progress'> | null>(null);
  useLightboxEvent('remakes.progress', setProgress);
  const cancel = useCommand('remakes.cancel');
  if (progress === null) return null;
  const { done, total, remainingMs } = progress;
  const left =
    remainingMs === null ? '' : ` · ${t('queue:remaining', { time: formatDuration(remainingMs) })}`;
  return (
    <Group gap="xs" className="recipe-search">
      <Text size="sm" c="dimmed">
        {`${t('searching', { done, count: total })}${left}`}
      </Text>
      <Button size="compact-sm" variant="default" onClick={() => cancel.mutate({})}>
        {t('common:cancel')}
      </Button>
    </Group>
  );
}
