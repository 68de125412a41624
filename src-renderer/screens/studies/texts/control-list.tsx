import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FilmThumbnail } from '../../../viewer/film-thumbnail.tsx';
import { withFilm } from '../design/design-state.ts';
import { TextField } from '../design/fields.tsx';
import type { SectionProps } from '../design/section-frame.tsx';
import { mismatchedFilms, withoutControls } from './texts-state.ts';

/** Every text that is wrong on purpose, beside the one that fits: to be read, corrected or taken back. */
export function ControlList({ draft, edit, candidates }: SectionProps) {
  const { t } = useTranslation('design');
  const films = mismatchedFilms(draft);
  if (films.length === 0) return null;
  return (
    <div>
      <Group justify="space-between" mb="xs">
        <Text size="sm" fw={600}>
          {t('texts.review', { count: films.length })}
        </Text>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          onClick={() =>
            edit((current) => withoutControls(current, new Set(films.map(({ filmId }) => filmId))))
          }
        >
          {t('texts.takeAllBack')}
        </Button>
      </Group>
      {films.map((film, index) => {
        const candidate = candidates.find(({ filmId }) => filmId === film.filmId);
        return (
          <section
            key={film.filmId}
            className="design-control"
            aria-label={t('texts.control', { number: index + 1 })}
          >
            <div className="design-control-picture" aria-hidden>
              {candidate === undefined ? null : (
                <FilmThumbnail source={{ ...candidate, url: candidate.pixelsUrl }} label="" />
              )}
            </div>
            <div>
              <Text size="xs" c="dimmed">
                {t('texts.fits', { arm: film.arm })}
              </Text>
              <Text size="sm">{film.textControl.originalText}</Text>
            </div>
            <TextField
              label={t(`texts.how.${film.textControl.how}`)}
              value={film.text ?? ''}
              maxLength={4000}
              required
              onChange={(text) => edit((current) => withFilm(current, film.filmId, { text }))}
            />
            <Button
              variant="subtle"
              color="gray"
              size="compact-md"
              aria-label={t('texts.takeBackNumber', { number: index + 1 })}
              onClick={() => edit((current) => withoutControls(current, new Set([film.filmId])))}
            >
              {t('texts.takeBack')}
            </Button>
          </section>
        );
      })}
    </div>
  );
}
