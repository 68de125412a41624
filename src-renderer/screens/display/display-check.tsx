import { Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayView } from '../../../src-core/contract/display-calls.ts';
import { drawGreyRamps } from '../../../src-core/imaging/grey-ramp.ts';
import type { GreySheet } from '../../../src-core/imaging/grey-sheet.ts';
import type { Size } from '../../viewer/view-geometry.ts';
import './display.css';
import { DisplaySize } from './display-size.tsx';
import { GreyCanvas } from './grey-canvas.tsx';
import { PatternCanvas, PatternHints } from './pattern.tsx';

const PARTS = ['pattern', 'ramps', 'size'] as const;
type Part = (typeof PARTS)[number];

const ramps = ({ width, height }: Size): GreySheet => drawGreyRamps(width, height);

interface DisplayCheckProps {
  readonly display: DisplayView;
  readonly onClose: () => void;
}

/** The whole window for a look at the display it stands on. */
export function DisplayCheck({ display, onClose }: DisplayCheckProps) {
  const { t } = useTranslation(['display', 'common']);
  const [part, setPart] = useState<Part>('pattern');
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t('display:title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      classNames={{ content: 'display-content', header: 'display-header', body: 'display-body' }}
    >
      <SegmentedControl
        size="xs"
        className="display-parts"
        aria-label={t('display:title')}
        data={PARTS.map((value) => ({ value, label: t(`display:parts.${value}`) }))}
        value={part}
        transitionDuration={0}
        onChange={(value) => setPart(PARTS.find((known) => known === value) ?? 'pattern')}
      />
      <div className="display-part">
        <PartOf part={part} display={display} />
      </div>
    </Modal>
  );
}

function PartOf({ part, display }: { readonly part: Part; readonly display: DisplayView }) {
  switch (part) {
    case 'pattern':
      return <PatternPart />;
    case 'ramps':
      return <RampsPart bits={display.bitsPerChannel} />;
    case 'size':
      return <DisplaySize display={display} />;
  }
}

function PatternPart() {
  const { t } = useTranslation('display');
  return (
    <>
      <PatternCanvas />
      <Stack className="display-notes" gap="md">
        <PatternHints />
        <Text size="sm" c="dimmed">
          {t('pattern.source')}
        </Text>
        <Text size="sm" c="dimmed">
          {t('honest')}
        </Text>
      </Stack>
    </>
  );
}

function RampsPart({ bits }: { readonly bits: number }) {
  const { t } = useTranslation('display');
  return (
    <>
      <GreyCanvas draw={ramps} label={t('ramps.label')} />
      <Stack className="display-notes" gap="md">
        <Text size="sm">{t('ramps.smooth')}</Text>
        <Text size="sm">{t('ramps.bands')}</Text>
        <Text size="sm">{t('ramps.dithered')}</Text>
        <Text size="sm" c="dimmed">
          {t('ramps.bits', { bits })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('honest')}
        </Text>
      </Stack>
    </>
  );
}
