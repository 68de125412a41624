import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DisplayView, pixelsPerMmSchema } from '../../../src-core/contract/display-calls.ts';
import { GreySheet } from '../../../src-core/imaging/grey-sheet.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { Size } from '../../viewer/view-geometry.ts';
import { GreyCanvas } from './grey-canvas.tsx';

const BAR_SHARE = 0.8;
const BAR_GREY = 140;
const TICK_GREY = 220;
const SQUARE_MM = 50;
const LEAST_MM = 20;
const MOST_MM = 2000;

/** From the outer edge of one tick to that of the other, in device pixels. */
function barLength({ width }: Size): number {
  return Math.round(width * BAR_SHARE);
}

/** A bar to lay a ruler on; its length makes films as large as the patient. */
export function DisplaySize({ display }: { readonly display: DisplayView }) {
  const { t } = useTranslation('display');
  const queryClient = useQueryClient();
  const [pixels, setPixels] = useState(0);
  const [lengthMm, setLengthMm] = useState<number | string>('');
  const keep = useCommand('display.calibrate', {
    onSuccess: (kept) => queryClient.setQueryData(['display.get', {}], kept),
  });
  const { pixelsPerMm } = display;
  const draw = useCallback((size: Size) => drawBar(size, pixelsPerMm), [pixelsPerMm]);
  const onSize = useCallback((size: Size) => setPixels(barLength(size)), []);
  const measured =
    typeof lengthMm === 'number' && lengthMm >= LEAST_MM && lengthMm <= MOST_MM
      ? pixelsPerMmSchema.safeParse(pixels / lengthMm)
      : null;
  const error = lengthMm === '' || measured?.success === true;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (measured?.success === true) keep.mutate({ key: display.key, pixelsPerMm: measured.data });
  };
  return (
    <>
      <GreyCanvas draw={draw} onSize={onSize} label={t('size.label', { pixels })} />
      <Stack component="form" className="display-notes" gap="md" onSubmit={onSubmit}>
        <Text size="sm">{t('size.intro')}</Text>
        <NumberInput
          label={t('size.length')}
          value={lengthMm}
          error={error ? undefined : t('size.error', { least: LEAST_MM, most: MOST_MM })}
          allowNegative={false}
          clampBehavior="none"
          hideControls
          onChange={setLengthMm}
        />
        <Group gap="xs">
          <Button type="submit" disabled={measured?.success !== true} loading={keep.isPending}>
            {t('size.save')}
          </Button>
          {pixelsPerMm === null ? null : (
            <Button
              variant="subtle"
              color="gray"
              onClick={() => keep.mutate({ key: display.key, pixelsPerMm: null })}
            >
              {t('size.forget')}
            </Button>
          )}
        </Group>
        {keep.error === null ? null : <ErrorNotice error={keep.error} onClose={keep.reset} />}
        <Text size="sm" role="status">
          {pixelsPerMm === null ? t('notMeasured') : t('measured', { value: pixelsPerMm.toFixed(3) })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('size.square')}
        </Text>
      </Stack>
    </>
  );
}

function drawBar(size: Size, pixelsPerMm: number | null): GreySheet {
  const sheet = new GreySheet(size.width, size.height, 0);
  const length = barLength(size);
  const left = Math.floor((size.width - length) / 2);
  const middle = Math.floor(size.height / 4);
  const tick = Math.round(size.height / 16);
  sheet.fill(left, middle - 2, length, 5, BAR_GREY);
  sheet.fill(left, middle - tick, 2, 2 * tick, TICK_GREY);
  sheet.fill(left + length - 2, middle - tick, 2, 2 * tick, TICK_GREY);
  if (pixelsPerMm === null) return sheet;
  const side = Math.round(SQUARE_MM * pixelsPerMm);
  const top = middle + 2 * tick;
  const from = Math.floor((size.width - side) / 2);
  sheet.fill(from, top, side, side, BAR_GREY);
  sheet.fill(from + 2, top + 2, side - 4, side - 4, 0);
  return sheet;
}
