import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SmokeImage } from '../../../src-core/contract/model-calls.ts';
import { unlessCancelled } from '../../app/error-text.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatDuration } from '../../ui/format.ts';
import { Part } from '../../ui/part.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { FilmThumbnail } from '../../viewer/film-thumbnail.tsx';
import { ModelProgress } from './model-progress.tsx';
import './models.css';

interface SmokeImagePartProps {
  readonly selectionId: string;
  readonly onDrawing: (drawing: boolean) => void;
  readonly onDrawn: (image: SmokeImage) => void;
}

/** The image that shows that this machine can draw with a model. */
export function SmokeImagePart({ selectionId, onDrawing, onDrawn }: SmokeImagePartProps) {
  const { t } = useTranslation('models');
  const smoke = useCommand('models.smokeImage', { onSuccess: onDrawn });
  const smokeError = unlessCancelled(smoke.error);
  const draw = () => {
    onDrawing(true);
    smoke.mutate({ selectionId }, { onSettled: () => onDrawing(false) });
  };
  return (
    <Part title={t('dialog.image')}>
      <div className="models-smoke">
        {smoke.data === undefined ? null : <DrawnImage image={smoke.data} />}
      </div>
      {smoke.data === undefined ? (
        <Text size="sm" c="dimmed">
          {t('dialog.imageHint')}
        </Text>
      ) : (
        <DrawnFacts image={smoke.data} />
      )}
      {smokeError === null ? null : <ErrorNotice error={smokeError} />}
      {smoke.isPending ? (
        <ModelProgress work="drawing" />
      ) : (
        <div>
          {smoke.data === undefined ? (
            <DrawButton onClick={draw} />
          ) : (
            <Button variant="default" onClick={draw}>
              {t('dialog.drawAgain')}
            </Button>
          )}
        </div>
      )}
    </Part>
  );
}

function DrawButton({ onClick }: { readonly onClick: () => void }) {
  const { t } = useTranslation('models');
  const button = useFocusOnMount<HTMLButtonElement>();
  return (
    <Button ref={button} onClick={onClick}>
      {t('dialog.draw')}
    </Button>
  );
}

function DrawnImage({ image }: { readonly image: SmokeImage }) {
  const { t } = useTranslation('models');
  const { pixelsUrl, widthPx, heightPx, prompt } = image;
  return (
    <FilmThumbnail
      source={{ url: pixelsUrl, widthPx, heightPx, bits: 8 }}
      label={t('dialog.imageLabel', { prompt })}
    />
  );
}

function DrawnFacts({ image }: { readonly image: SmokeImage }) {
  const { t } = useTranslation(['models', 'compose']);
  return (
    <Stack gap={2} role="status">
      <Text size="sm">
        {t('models:dialog.drawn', {
          steps: image.steps,
          time: formatDuration(image.elapsedMs),
          provider: t(`compose:settings.providers.${image.provider}`),
          precision: t(`models:precisions.${image.precision}`),
        })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('models:dialog.prompt', { prompt: image.prompt })}
      </Text>
    </Stack>
  );
}
