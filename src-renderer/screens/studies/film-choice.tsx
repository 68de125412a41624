import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import { formatRoute } from '../../app/routes.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type ArmChoice, armChoice, chosenElsewhere, withArm } from './draft-state.ts';
import { FilmTicks } from './film-ticks.tsx';
import { useAllFilms } from './use-all-films.ts';

interface FilmChoiceProps {
  readonly chosen: readonly FilmId[];
  readonly onChange: (chosen: readonly FilmId[]) => void;
}

/** The two arms of a study side by side: generated films that were kept, and real films with a text. */
export function FilmChoice({ chosen, onChange }: FilmChoiceProps) {
  const { t } = useTranslation('studies');
  const synthetic = useAllFilms({ kind: 'synthetic', decision: 'keep' });
  const real = useAllFilms({ kind: 'real', decision: null });
  const error = synthetic.error ?? real.error;
  if (error !== null) {
    return (
      <ErrorNotice
        error={error}
        onRetry={() => {
          void synthetic.refetch();
          void real.refetch();
        }}
      />
    );
  }
  if (synthetic.data === undefined || real.data === undefined) return null;
  const realFilms = real.data.filter(({ decision }) => decision !== 'reject');
  const elsewhere = chosenElsewhere(chosen, [synthetic.data, realFilms]);
  const realArm = armChoice(realFilms, chosen);
  const missing = realArm.films.length - realArm.eligible.length;
  return (
    <Stack gap="md">
      {elsewhere.length === 0 ? null : (
        <Notice tone="warning">
          <Group justify="space-between">
            <Text size="sm">{t('draft.elsewhere', { count: elsewhere.length })}</Text>
            <Button
              size="compact-md"
              variant="default"
              onClick={() => onChange(chosen.filter((id) => !elsewhere.includes(id)))}
            >
              {t('draft.dropElsewhere')}
            </Button>
          </Group>
        </Notice>
      )}
      <div className="studies-arms">
        <Arm
          title={t('draft.synthetic')}
          arm={armChoice(synthetic.data, chosen)}
          chosen={chosen}
          onChange={onChange}
        >
          <Text c="dimmed">{t('draft.emptySynthetic')}</Text>
          <Anchor href={formatRoute({ section: 'compose', parameter: null })}>{t('draft.goCompose')}</Anchor>
        </Arm>
        <Arm title={t('draft.real')} arm={realArm} chosen={chosen} onChange={onChange}>
          <Text c="dimmed">{t('draft.emptyReal')}</Text>
          <Anchor href={formatRoute({ section: 'library', parameter: null })}>{t('draft.goLibrary')}</Anchor>
        </Arm>
      </div>
      {missing === 0 ? null : (
        <Text size="sm" c="dimmed" role="note">
          {t('draft.withoutText_count', { count: missing })}
        </Text>
      )}
    </Stack>
  );
}

interface ArmProps extends FilmChoiceProps {
  readonly title: string;
  readonly arm: ArmChoice;
  /** Stands where the arm has no film. */
  readonly children: ReactNode;
}

function Arm({ title, arm, chosen, onChange, children }: ArmProps) {
  const { t } = useTranslation('studies');
  return (
    <Stack gap="xs" miw={0}>
      <Group justify="space-between" gap="xs">
        <Title order={3} size="h6">
          {title}
        </Title>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('draft.chosen', { chosen: arm.chosenCount, count: arm.films.length })}
        </Text>
      </Group>
      {arm.films.length === 0 ? (
        children
      ) : (
        <>
          <Group gap="xs">
            <Button
              size="compact-md"
              variant="default"
              aria-label={`${t('draft.all')}: ${title}`}
              onClick={() => onChange(withArm(chosen, arm, true))}
            >
              {t('draft.all')}
            </Button>
            <Button
              size="compact-md"
              variant="default"
              aria-label={`${t('draft.none')}: ${title}`}
              onClick={() => onChange(withArm(chosen, arm, false))}
            >
              {t('draft.none')}
            </Button>
          </Group>
          <FilmTicks label={title} films={arm.films} chosen={chosen} onChange={onChange} />
        </>
      )}
    </Stack>
  );
}
