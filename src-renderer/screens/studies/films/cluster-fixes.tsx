import { Button, Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/notice.tsx';
import { withRules } from '../design/design-state.ts';
import type { SectionProps } from '../design/section-frame.tsx';
import { sharedFilms } from './films-state.ts';

/** Films that share a patient or a prompt, where the protocol promises one of each: two ways to solve it. */
export function ClusterFixes({ draft, edit, candidates }: SectionProps) {
  const { t } = useTranslation('design');
  const { clusters } = draft.rules;
  const shared = useMemo(() => sharedFilms(draft, candidates), [draft, candidates]);
  const open = [
    { what: 'patients' as const, films: clusters.patients === 'one-film' ? shared.patients : [] },
    { what: 'prompts' as const, films: clusters.prompts === 'one-image' ? shared.prompts : [] },
  ].filter(({ films }) => films.length > 0);
  return open.map(({ what, films }) => (
    <Notice key={what} tone="warning">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t(`films.shared.${what}`, { count: films.length })}</Text>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              edit((current) => ({
                ...current,
                films: current.films.filter(({ filmId }) => !films.includes(filmId)),
              }))
            }
          >
            {t(`films.keepOne.${what}`)}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              edit((current) =>
                withRules(current, { clusters: { ...current.rules.clusters, [what]: 'declared' } }),
              )
            }
          >
            {t(`films.declare.${what}`)}
          </Button>
        </Group>
      </Group>
    </Notice>
  ));
}
