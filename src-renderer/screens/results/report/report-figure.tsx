import { Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveFigure } from '../save/save-figure.tsx';
import type { DrawnFigure } from './drawn-figures.ts';

/** Figures are drawn at the width of a printed page, with its small letters. */
const SCREEN_SCALE = 1.6;

interface ReportFigureProps {
  readonly analysisId: string;
  readonly drawn: DrawnFigure;
  readonly onEnlarge: () => void;
}

/** A figure in the document: Enter or a click shows it large. */
export function ReportFigure({ analysisId, drawn, onEnlarge }: ReportFigureProps) {
  const { t } = useTranslation('analysis');
  const { figure, number } = drawn;
  const name = { number, title: figure.title };
  return (
    <figure className="report-figure">
      <UnstyledButton
        className="report-figure-open"
        title={t('figure.enlargeShort')}
        data-figure={figure.id}
        onClick={onEnlarge}
      >
        <span className="analysis-hidden">{t('figure.enlarge', name)}</span>
        <FigureImage drawn={drawn} />
      </UnstyledButton>
      <figcaption className="report-caption">
        <div className="report-caption-text">
          <strong>
            {number}. {figure.title}.
          </strong>{' '}
          {figure.caption}
        </div>
        <SaveFigure analysisId={analysisId} figureId={figure.id} number={number} />
      </figcaption>
    </figure>
  );
}

/** The picture alone, with what it shows for who does not see it. */
export function FigureImage({ drawn }: { readonly drawn: DrawnFigure }) {
  const { t } = useTranslation('analysis');
  const { figure, url, size } = drawn;
  if (size === null) return <Text c="dimmed">{t('figure.missing')}</Text>;
  return (
    <img
      {...(url === null ? {} : { src: url })}
      alt={figure.alt}
      width={Math.round(size.width * SCREEN_SCALE)}
      height={Math.round(size.height * SCREEN_SCALE)}
      draggable={false}
    />
  );
}
