import { Autocomplete, Button, Group, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../../src-core/base/ids.ts';
import type { FilmCandidate } from '../../../../src-core/contract/design-calls.ts';
import type { StudyDraft } from '../../../../src-core/study/draft.ts';
import { CASE_ROLES } from '../../../../src-core/study/protocol.ts';
import { withFilms } from './films-state.ts';

const VIEWS = ['PA', 'AP', 'lateral'];

interface FilmActionsProps {
  readonly draft: StudyDraft;
  readonly targets: readonly FilmId[];
  readonly selected: number;
  readonly known: ReadonlyMap<FilmId, FilmCandidate>;
  readonly edit: (change: (draft: StudyDraft) => StudyDraft) => void;
}

/** What can be done with the selected films of the table, or with the one that the keyboard stands on. */
export function FilmActions({ draft, targets, selected, known, edit }: FilmActionsProps) {
  const { t } = useTranslation('design');
  const [finding, setFinding] = useState('');
  const ids = new Set(targets);
  const set = (part: Parameters<typeof withFilms>[2]) => edit((current) => withFilms(current, ids, part));
  const none = targets.length === 0;
  const findings = [...new Set([...known.values()].flatMap((film) => film.finding ?? []))].sort();
  const propose = () =>
    edit((current) =>
      targets.reduce((changed, id) => {
        const film = known.get(id);
        if (film === undefined) return changed;
        return withFilms(changed, new Set([id]), { finding: film.finding, view: film.view });
      }, current),
    );
  return (
    <div className="films-actions" role="toolbar" aria-label={t('actions.label')}>
      <Group gap="xs" align="flex-end">
        <Select
          label={t('actions.role')}
          placeholder={t('actions.choose')}
          w={150}
          value={null}
          disabled={none}
          data={CASE_ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          onChange={(value) => {
            const role = CASE_ROLES.find((wanted) => wanted === value);
            if (role !== undefined) set({ role });
          }}
        />
        <Select
          label={t('actions.arm')}
          placeholder={t('actions.choose')}
          w={150}
          value={null}
          disabled={none}
          data={draft.arms.map(({ id }) => id)}
          onChange={(arm) => (arm === null ? undefined : set({ arm }))}
        />
        <Select
          label={t('actions.view')}
          placeholder={t('actions.choose')}
          w={130}
          value={null}
          disabled={none}
          data={[...VIEWS, { value: '', label: t('actions.notKnown') }]}
          onChange={(view) => (view === null ? undefined : set({ view: view === '' ? null : view }))}
        />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            set({ finding: finding.trim() === '' ? null : finding.trim() });
          }}
        >
          <Group gap={4} align="flex-end" wrap="nowrap">
            <Autocomplete
              label={t('actions.finding')}
              w={170}
              maxLength={200}
              disabled={none}
              data={findings}
              value={finding}
              onChange={setFinding}
            />
            <Button type="submit" variant="default" disabled={none}>
              {t('actions.set')}
            </Button>
          </Group>
        </form>
        <Button variant="default" disabled={none} onClick={propose}>
          {t('actions.propose')}
        </Button>
        <Button
          variant="default"
          disabled={none}
          onClick={() =>
            edit((current) => ({ ...current, films: current.films.filter(({ filmId }) => !ids.has(filmId)) }))
          }
        >
          {t('actions.takeOut')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed" aria-live="polite" mt={6}>
        {selected === 0 ? t('actions.onFocused') : t('actions.onSelected', { count: selected })}
      </Text>
    </div>
  );
}
