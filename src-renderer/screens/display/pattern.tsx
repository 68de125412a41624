import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { GreySheet } from '../../../src-core/imaging/grey-sheet.ts';
import { drawTestPattern } from '../../../src-core/imaging/test-pattern.ts';
import type { Size } from '../../viewer/view-geometry.ts';
import './display.css';
import { GreyCanvas } from './grey-canvas.tsx';

const SMALLEST_PATTERN_PX = 256;

const pattern = ({ width, height }: Size): GreySheet =>
  drawTestPattern(Math.max(SMALLEST_PATTERN_PX, Math.min(width, height)));

/** The test pattern, drawn for the pixels that its parent has. */
export function PatternCanvas() {
  const { t } = useTranslation('display');
  return <GreyCanvas draw={pattern} label={t('pattern.label')} />;
}

const HINTS = ['five', 'corners', 'lines', 'letters', 'straight'] as const;

/** What a good display in a dark room shows of it. @property only some of it, where the rest is asked. */
export function PatternHints({ only = HINTS }: { readonly only?: readonly (typeof HINTS)[number][] }) {
  const { t } = useTranslation('display');
  return (
    <>
      <Text size="sm">{t('pattern.intro')}</Text>
      <List size="sm" spacing={4}>
        {only.map((name) => (
          <List.Item key={name}>{t(`pattern.${name}`)}</List.Item>
        ))}
      </List>
    </>
  );
}
