import { ActionIcon, Group, Modal, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';
import { SaveFigure } from '../save/save-figure.tsx';
import type { DrawnFigure } from './drawn-figures.ts';
import './figure-viewer.css';
import { FigureImage } from './report-figure.tsx';

interface FigureViewerProps {
  readonly analysisId: string;
  readonly figures: readonly DrawnFigure[];
  readonly place: number;
  readonly onPlace: (place: number) => void;
  readonly onClose: () => void;
}

/** One figure over the whole window; arrow keys lead to the others. */
export function FigureViewer({ analysisId, figures, place, onPlace, onClose }: FigureViewerProps) {
  const { t } = useTranslation('analysis');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const next = place + step;
      if (step !== 0 && next >= 0 && next < figures.length) onPlace(next);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [place, figures.length, onPlace]);
  const drawn = figures[place];
  if (drawn === undefined) return null;
  const { figure, number } = drawn;
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t('figure.place', { number, count: figures.length })}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
      classNames={{
        content: 'figure-viewer',
        header: 'figure-viewer-header',
        body: 'figure-viewer-body',
      }}
    >
      <div className="figure-viewer-picture" data-figure-shown={figure.id}>
        <FigureImage drawn={drawn} />
      </div>
      <div className="figure-viewer-foot">
        <Group gap="xs" wrap="nowrap">
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('figure.previous')}
            disabled={place === 0}
            onClick={() => onPlace(place - 1)}
          >
            <IconChevronLeft size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('figure.next')}
            disabled={place === figures.length - 1}
            onClick={() => onPlace(place + 1)}
          >
            <IconChevronRight size={20} aria-hidden />
          </ActionIcon>
        </Group>
        <div className="report-caption-text" aria-live="polite">
          <strong>{figure.title}.</strong> {figure.caption}
          <Text size="sm" c="dimmed">
            {t('figure.keys')}
          </Text>
        </div>
        <SaveFigure key={figure.id} analysisId={analysisId} figureId={figure.id} number={number} />
      </div>
    </Modal>
  );
}
