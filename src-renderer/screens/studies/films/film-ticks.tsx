import { Button } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmId } from '../../../../src-core/base/ids.ts';
import type { FilmCandidate } from '../../../../src-core/contract/design-calls.ts';
import { indexAfterKey } from '../../../ui/grid-selection.ts';
import { FilmThumbnail } from '../../../viewer/film-thumbnail.tsx';
import { candidateKind, hasText, isEligible } from './films-state.ts';

const FILMS_AT_ONCE = 60;

interface FilmTicksProps {
  readonly films: readonly FilmCandidate[];
  readonly chosen: ReadonlySet<FilmId>;
  readonly onTick: (film: FilmCandidate, chosen: boolean) => void;
}

/** Films to tick: one stop of the Tab key, arrows move, Space ticks. */
export function FilmTicks({ films, chosen, onTick }: FilmTicksProps) {
  const { t } = useTranslation('design');
  const [limit, setLimit] = useState(FILMS_AT_ONCE);
  const [current, setCurrent] = useState(0);
  const group = useRef<HTMLFieldSetElement>(null);
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
    <fieldset ref={group} className="films-ticks" onKeyDown={onKeyDown}>
      <legend className="studies-hidden">{t('films.legend')}</legend>
      <div className="films-ticks-grid">
        {shown.map((film, index) => (
          <label key={film.filmId} className="films-tick" data-film-id={film.filmId}>
            <span className="films-tick-picture" aria-hidden>
              <FilmThumbnail source={{ ...film, url: film.pixelsUrl }} label="" />
            </span>
            <input
              type="checkbox"
              tabIndex={index === stop ? 0 : -1}
              checked={chosen.has(film.filmId)}
              aria-disabled={!isEligible(film) && !chosen.has(film.filmId)}
              aria-label={t('films.tick', {
                kind: t(`films.kind.${candidateKind(film)}`),
                text: whyNot(film, t) ?? film.text,
              })}
              onFocus={() => setCurrent(index)}
              onChange={(event) => {
                const tick = event.currentTarget.checked;
                if (!tick || isEligible(film)) onTick(film, tick);
              }}
            />
            <span className="films-tick-kind">{t(`films.kind.${candidateKind(film)}`)}</span>
            <span className="films-tick-text">{whyNot(film, t) ?? film.text}</span>
          </label>
        ))}
      </div>
      {films.length > limit ? (
        <Button variant="subtle" mt="xs" onClick={() => setLimit(limit + FILMS_AT_ONCE)}>
          {t('films.more', { count: films.length - limit })}
        </Button>
      ) : null}
    </fieldset>
  );
}

function whyNot(
  film: FilmCandidate,
  t: (key: 'films.withoutText' | 'films.notKept') => string,
): string | null {
  if (!hasText(film)) return t('films.withoutText');
  return isEligible(film) ? null : t('films.notKept');
}

/** Columns as the browser laid them out, by the tops of the tiles. */
function columnsOf(ticks: readonly HTMLInputElement[]): number {
  const tops = ticks.map((tick) => tick.closest('label')?.offsetTop);
  return Math.max(1, tops.filter((top) => top === tops[0]).length);
}
