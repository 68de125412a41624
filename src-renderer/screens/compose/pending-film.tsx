import { useTranslation } from 'react-i18next';
import { PreviewPicture } from '../../viewer/preview-picture.tsx';
import './pending-film.css';
import type { JobPreview, JobProgress } from './use-job-progress.ts';

interface PendingFilmProps {
  readonly preview: JobPreview | undefined;
  readonly progress: JobProgress | undefined;
}

/** Stands in place of the film being drawn: its latents so far, marked as what they are. */
export function PendingFilm({ preview, progress }: PendingFilmProps) {
  const { t } = useTranslation('compose');
  const caption =
    progress === undefined
      ? t('films.drawing')
      : t('films.drawingStep', { step: progress.step, steps: progress.steps });
  return (
    <div className="pending-film" data-pending>
      <div className="pending-film-picture">
        {preview === undefined ? null : (
          <>
            <PreviewPicture
              widthPx={preview.widthPx}
              heightPx={preview.heightPx}
              pixels={preview.pixels}
              label={t('films.previewLabel', { step: preview.step, steps: preview.steps })}
            />
            <span className="pending-film-mark">{t('films.preview')}</span>
          </>
        )}
      </div>
      <p className="pending-film-caption">{caption}</p>
    </div>
  );
}
