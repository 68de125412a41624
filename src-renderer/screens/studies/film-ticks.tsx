import { Button } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../src-core/base/ids.ts';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { filmSource, useKindName } from '../../ui/film-text.ts';
import { indexAfterKey } from '../../ui/grid-selection.ts';
import { FilmThumbnail } from '../../viewer/film-thumbnail.tsx';
import { hasText, withChoice } from './draft-state.ts';

const FILMS_AT_ONCE = 60;

interface FilmTicksProps {
  readonly label: string;
  readonly films: readonly FilmView[];
  readonly chosen: readonly FilmId[];
  readonly onChange: (chosen: readonly FilmId[]) => void;
}

/** Films to tick: one stop of the Tab key, arrows move, Space ticks. */
export function FilmTicks({ label, films, chosen, onChange }: FilmTicksProps) {
  const { t } = useTranslation('studies');
  const kindName = useKindName();
  const [limit, setLimit] = useState(FILMS_AT_ONCE);
  const [current, setCurrent] = useState(0);
  const group = useRef<HTMLFieldSetElement>(null);
  const chosenIds = new Set(chosen);
  const shown = films.slice(0, limit);
  const stop = Math.min(current, shown.length - 1);

  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const ticks = [...(group.current?.querySelectorAll<HTMLInputElement>('input[type="checkbox"]') ?? [])];
    const next = indexAfterKey(event.key, stop, ticks.length, { columns: columnsOf(ticks), rowsPerPage: 3 });
    if (next === null) return;
    event.preventDefault();
    setCurrent(next);
    ticks[next]?.focus();
  };

  return (
    <fieldset ref={group} className="studies-ticks" onKeyDown={onKeyDown}>
      <legend className="studies-ticks-legend">{label}</legend>
      <div className="studies-ticks-grid">
        {shown.map((film, index) => (
          <label key={film.id} className="studies-tick" data-film-id={film.id}>
            <span className="studies-tick-picture" aria-hidden>
              <FilmThumbnail source={filmSource(film)} label="" />
            </span>
            <input
              type="checkbox"
              tabIndex={index === stop ? 0 : -1}
              checked={chosenIds.has(film.id)}
              disabled={!hasText(film) && !chosenIds.has(film.id)}
              aria-label={t('draft.filmLabel', {
                kind: kindName(film),
                text: hasText(film) ? film.text : t('draft.withoutText'),
              })}
              onFocus={() => setCurrent(index)}
              onChange={(event) => onChange(withChoice(chosen, film.id, event.currentTarget.checked))}
            />
            <span className="studies-tick-text">{hasText(film) ? film.text : t('draft.withoutText')}</span>
          </label>
        ))}
      </div>
      {films.length > limit ? (
        <Button variant="subtle" mt="xs" onClick={() => setLimit(limit + FILMS_AT_ONCE)}>
          {t('draft.more', { count: films.length - limit })}
        </Button>
      ) : null}
    </fieldset>
  );
}

/** Columns as the browser laid them out, by the tops of the tiles. */
function columnsOf(ticks: readonly HTMLInputElement[]): number {
  const tops = ticks.map((tick) => tick.closest('label')?.offsetTop);
  return Math.max(1, tops.filter((top) => top === tops[0]).length);
}
