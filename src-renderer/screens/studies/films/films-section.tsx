import { Anchor, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatRoute } from '../../../app/routes.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { SectionProps } from '../design/section-frame.tsx';
import { ArmsEditor } from './arms-editor.tsx';
import { CandidateFilters } from './candidate-filters.tsx';
import { ClusterFixes } from './cluster-fixes.tsx';
import { FilmTable } from './film-table.tsx';
import { FilmTicks } from './film-ticks.tsx';
import './films.css';
import {
  ALL_CANDIDATES,
  armCounts,
  chosenElsewhere,
  filterCandidates,
  isEligible,
  withChosen,
} from './films-state.ts';

const VIEWS = ['choose', 'table', 'arms'] as const;

/** The films of a study: ticked in the library, given roles and strata in a table, gathered in arms. */
export function FilmsSection(props: SectionProps) {
  const { t } = useTranslation('design');
  const [view, setView] = useState<(typeof VIEWS)[number]>('choose');
  const { draft, edit, candidates } = props;
  const gone = useMemo(() => chosenElsewhere(draft, candidates), [draft, candidates]);
  const counts = useMemo(() => armCounts(draft, candidates), [draft, candidates]);
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="md">
        <SegmentedControl
          aria-label={t('films.view')}
          value={view}
          transitionDuration={0}
          data={VIEWS.map((value) => ({
            value,
            label: t(`films.views.${value}`, {
              count: value === 'arms' ? draft.arms.length : draft.films.length,
            }),
          }))}
          onChange={(value) => setView(VIEWS.find((known) => known === value) ?? 'choose')}
        />
        <Text size="sm" c="dimmed" aria-live="polite">
          {counts
            .map(({ arm, roles }) => t('films.inArm', { arm: arm.id, count: roles.reading }))
            .join(' · ')}
        </Text>
      </Group>
      <ClusterFixes {...props} />
      {gone.length === 0 ? null : (
        <Notice tone="warning">
          <Group justify="space-between">
            <Text size="sm">{t('films.gone', { count: gone.length })}</Text>
            <Button
              size="compact-md"
              variant="default"
              onClick={() =>
                edit((current) => ({
                  ...current,
                  films: current.films.filter(({ filmId }) => !gone.includes(filmId)),
                }))
              }
            >
              {t('films.dropGone')}
            </Button>
          </Group>
        </Notice>
      )}
      {view === 'choose' ? <ChooseFilms {...props} /> : null}
      {view === 'table' ? <FilmTable {...props} /> : null}
      {view === 'arms' ? <ArmsEditor {...props} counts={counts} /> : null}
    </Stack>
  );
}

function ChooseFilms({ draft, edit, candidates }: SectionProps) {
  const { t } = useTranslation('design');
  const [filter, setFilter] = useState(ALL_CANDIDATES);
  const chosen = useMemo(() => new Set(draft.films.map(({ filmId }) => filmId)), [draft.films]);
  const findings = useMemo(() => distinct(candidates.map(({ finding }) => finding)), [candidates]);
  const shown = filterCandidates(candidates, filter, chosen);
  const eligible = shown.filter(isEligible);
  if (candidates.length === 0) {
    return (
      <Stack gap={4}>
        <Text c="dimmed">{t('films.empty')}</Text>
        <Group gap="md">
          <Anchor href={formatRoute({ section: 'library', parameter: null })}>{t('films.goLibrary')}</Anchor>
          <Anchor href={formatRoute({ section: 'compose', parameter: null })}>{t('films.goCompose')}</Anchor>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <CandidateFilters filter={filter} findings={findings} onChange={setFilter} />
      <Group gap="xs">
        <Button
          size="compact-md"
          variant="default"
          disabled={eligible.every(({ filmId }) => chosen.has(filmId))}
          onClick={() => edit((current) => withChosen(current, eligible, true))}
        >
          {t('films.chooseShown', { count: eligible.length })}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          disabled={shown.every(({ filmId }) => !chosen.has(filmId))}
          onClick={() => edit((current) => withChosen(current, shown, false))}
        >
          {t('films.dropShown')}
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('films.count', { chosen: chosen.size, count: candidates.length })}
        </Text>
      </Group>
      {shown.length === 0 ? <Text c="dimmed">{t('films.noneShown')}</Text> : null}
      <FilmTicks
        films={shown}
        chosen={chosen}
        onTick={(film, tick) => edit((current) => withChosen(current, [film], tick))}
      />
    </Stack>
  );
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.flatMap((value) => value ?? []))].sort();
}
