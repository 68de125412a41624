import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ALL_CANDIDATES, type CandidateFilter } from './films-state.ts';

const KINDS = ['all', 'real', 'synthetic', 'edited'] as const;
const CHOSEN = ['all', 'chosen', 'not-chosen'] as const;

interface CandidateFiltersProps {
  readonly filter: CandidateFilter;
  readonly findings: readonly string[];
  readonly onChange: (filter: CandidateFilter) => void;
}

/** Which films of the library are shown. */
export function CandidateFilters({ filter, findings, onChange }: CandidateFiltersProps) {
  const { t } = useTranslation('design');
  const change = (part: Partial<CandidateFilter>) => onChange({ ...filter, ...part });
  return (
    <search className="films-filters" aria-label={t('films.filters')}>
      <TextInput
        type="search"
        label={t('films.search')}
        flex={1}
        miw={200}
        maxLength={200}
        value={filter.search}
        onChange={(event) => change({ search: event.currentTarget.value })}
      />
      <Select
        label={t('films.kindLabel')}
        w={160}
        data={KINDS.map((value) => ({ value, label: t(`films.kind.${value}`) }))}
        value={filter.kind}
        allowDeselect={false}
        onChange={(value) => change({ kind: KINDS.find((kind) => kind === value) ?? ALL_CANDIDATES.kind })}
      />
      <Select
        label={t('films.finding')}
        placeholder={t('films.anyFinding')}
        w={190}
        data={[...findings]}
        value={filter.finding}
        clearable
        clearButtonProps={{ 'aria-label': t('films.anyFinding') }}
        onChange={(finding) => change({ finding })}
      />
      <Select
        label={t('films.chosenLabel')}
        w={150}
        data={CHOSEN.map((value) => ({ value, label: t(`films.chosen.${value}`) }))}
        value={filter.chosen}
        allowDeselect={false}
        onChange={(value) =>
          change({ chosen: CHOSEN.find((choice) => choice === value) ?? ALL_CANDIDATES.chosen })
        }
      />
    </search>
  );
}
