import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MadeAgain, RemakeView } from '../../../src-core/contract/remake-calls.ts';
import { navigate } from '../../app/use-route.ts';
import { Notice } from '../../ui/notice.tsx';
import { dispatchCompose } from './compose-store.ts';

/** What is made again, in a sentence. */
export function useMadeAgainName(): (of: MadeAgain) => string {
  const { t } = useTranslation('remake');
  return ({ fileName, seed }) => (fileName === null ? t('of.film', { seed }) : t('of.file', { fileName }));
}

/** Stands at the top while the composer holds a recipe unchanged: what it fixes besides, and what is other here. */
export function RemakeNotice({ remake }: { readonly remake: RemakeView }) {
  const { t } = useTranslation(['remake', 'compose']);
  const nameOf = useMadeAgainName();
  const { changedFiles, missingProvider, otherModelName } = remake;
  const { edit, fixed } = remake.request;
  const differs = changedFiles.length > 0 || missingProvider !== null;
  return (
    <Notice tone={differs ? 'warning' : 'plain'} title={t('title')}>
      <Text size="sm">{t('hint', { name: nameOf(remake.of) })}</Text>
      {edit === null ? null : (
        <Text size="sm">{t(edit.maskId === null ? 'edit' : 'maskedEdit', { strength: edit.strength })}</Text>
      )}
      {fixed === null ? null : (
        <Text size="sm" c="dimmed">
          {t('fixed', { width: fixed.widthPx, height: fixed.heightPx, count: fixed.threads })}
        </Text>
      )}
      {otherModelName === null ? null : <Text size="sm">{t('otherName', { name: otherModelName })}</Text>}
      {changedFiles.length === 0 ? null : (
        <Text size="sm">{t('changedFiles', { files: changedFiles.join(', ') })}</Text>
      )}
      {missingProvider === null ? null : (
        <Text size="sm">
          {t('missingProvider', {
            provider: t(`compose:settings.providers.${missingProvider.name}`),
            reason: missingProvider.reason,
          })}
        </Text>
      )}
      <Group gap="xs" mt={4}>
        {edit === null ? null : (
          <Button size="compact-sm" variant="subtle" onClick={() => navigate('library', edit.sourceFilmId)}>
            {t('editSource')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => dispatchCompose({ type: 'leaveRemake' })}>
          {t('leave')}
        </Button>
      </Group>
    </Notice>
  );
}

/** Stands there once the recipe was changed: what is drawn then, and the way back. */
export function ChangedRemakeNotice({ remake }: { readonly remake: RemakeView }) {
  const { t } = useTranslation('remake');
  const nameOf = useMadeAgainName();
  return (
    <Notice tone="plain" title={t('changed.title')}>
      <Text size="sm">{t('changed.hint', { name: nameOf(remake.of) })}</Text>
      {remake.request.edit === null ? null : <Text size="sm">{t('changed.edit')}</Text>}
      <Group gap="xs" mt={4}>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => dispatchCompose({ type: 'remake', remake })}
        >
          {t('changed.back')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => dispatchCompose({ type: 'leaveRemake' })}>
          {t('changed.dismiss')}
        </Button>
      </Group>
    </Notice>
  );
}
