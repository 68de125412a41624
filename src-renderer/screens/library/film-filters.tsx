import { Input, Select, Slider, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ALL_FILMS, type DecisionChoice, type FilmQuery, type KindChoice } from './film-query.ts';
import './library.css';

const KINDS: readonly KindChoice[] = ['all', 'synthetic', 'real'];
const DECISIONS: readonly DecisionChoice[] = ['all', 'undecided', 'keep', 'reject'];

interface FilmFiltersProps {
  readonly query: FilmQuery;
  readonly onChange: (query: FilmQuery) => void;
  readonly tileSizePx: number;
  readonly onTileSize: (tileSizePx: number) => void;
}

/** Which films the grid shows, and how large. */
export function FilmFilters({ query, onChange, tileSizePx, onTileSize }: FilmFiltersProps) {
  const { t } = useTranslation('library');
  const { t: tFilms } = useTranslation('films');
  const change = (part: Partial<FilmQuery>) => onChange({ ...query, ...part, page: ALL_FILMS.page });
  return (
    <search className="library-filters" aria-label={t('filters.label')}>
      <Select
        label={t('filters.kind')}
        w={150}
        data={KINDS.map((value) => ({ value, label: t(`filters.kinds.${value}`) }))}
        value={query.kind}
        allowDeselect={false}
        onChange={(value) => change({ kind: KINDS.find((kind) => kind === value) ?? 'all' })}
      />
      <Select
        label={t('filters.decision')}
        w={160}
        data={DECISIONS.map((value) => ({ value, label: t(`filters.decisions.${value}`) }))}
        value={query.decision}
        allowDeselect={false}
        onChange={(value) => change({ decision: DECISIONS.find((choice) => choice === value) ?? 'all' })}
      />
      <TextInput
        type="search"
        label={t('filters.search')}
        flex={1}
        miw={220}
        maxLength={200}
        value={query.search}
        onChange={(event) => change({ search: event.currentTarget.value })}
      />
      <Input.Wrapper label={t('filters.size')} labelElement="div" className="library-size">
        <Slider
          min={220}
          max={640}
          step={20}
          value={tileSizePx}
          label={null}
          thumbLabel={tFilms('tileSize')}
          onChange={onTileSize}
          my={9}
        />
      </Input.Wrapper>
    </search>
  );
}
