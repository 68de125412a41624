import { useTranslation } from 'react-i18next';
import { PreviewPicture } from '../../viewer/preview-picture.tsx';
import './pending-film.css';
import type { JobPreview, JobProgress } from './use-job-progress.ts';

interface PendingFilmProps {
  readonly preview: JobPreview | undefined;
  readonly progress: JobProgress | undefined;
}

/** Stands in place of the film being drawn, with the step it is at. */
export function PendingFilm({ preview, progress }: PendingFilmProps) {
  const { t } = useTranslation('compose');
  const caption =
    progress === undefined
      ? t('films.drawing')
      : t('films.drawingStep', { step: progress.step, steps: progress.steps });
  return (
    <div className="pending-film">
      <PendingPicture preview={preview} progress={undefined} />
      <p className="pending-film-caption">{caption}</p>
    </div>
  );
}

/** The latents so far as a coarse picture, marked as what it is; black before the first. */
export function PendingPicture({ preview, progress }: PendingFilmProps) {
  const { t } = useTranslation('compose');
  const steps = progress === undefined ? '' : ` ${progress.step} / ${progress.steps}`;
  return (
    <div className="pending-film-picture" data-pending>
      {preview === undefined ? null : (
        <PreviewPicture
          widthPx={preview.widthPx}
          heightPx={preview.heightPx}
          pixels={preview.pixels}
          label={t('films.previewLabel', { step: preview.step, steps: preview.steps })}
        />
      )}
      <span className="pending-film-mark">
        {t(preview === undefined ? 'films.drawing' : 'films.preview')}
        {steps}
      </span>
    </div>
  );
}
