import { Button, Group, Kbd, Loader, SegmentedControl, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmView } from '../../../src-core/contract/library-calls.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatNumber } from '../../ui/format.ts';
import { GreyPicture } from '../../viewer/grey-picture.tsx';
import './edit.css';
import { type Comparison, useComparison } from './use-comparison.ts';

const MODES = ['side', 'flip', 'difference'] as const;
type Mode = (typeof MODES)[number];

interface CompareViewProps {
  readonly edited: FilmView;
  readonly onClose: () => void;
}

/** An edited film beside its source, in its place, or what changed between them. */
export function CompareView({ edited, onClose }: CompareViewProps) {
  const { t } = useTranslation('edit');
  const [mode, setMode] = useState<Mode>('side');
  const { comparison, error } = useComparison(edited);
  return (
    <div className="edit-compare">
      <div className="edit-compare-bar">
        <SegmentedControl
          size="xs"
          aria-label={t('compare.mode')}
          data={MODES.map((value) => ({ value, label: t(`compare.modes.${value}`) }))}
          value={mode}
          transitionDuration={0}
          onChange={(value) => setMode(MODES.find((known) => known === value) ?? 'side')}
        />
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t('compare.close')}
        </Button>
        {comparison === null ? null : <Means comparison={comparison} />}
      </div>
      {error === null ? null : <ErrorNotice error={error} />}
      {comparison === null ? (
        error === null && (
          <Group gap="sm" role="status">
            <Loader size="sm" />
            <Text size="sm" c="dimmed">
              {t('compare.working')}
            </Text>
          </Group>
        )
      ) : (
        <Pictures mode={mode} comparison={comparison} />
      )}
    </div>
  );
}

interface PicturesProps {
  readonly mode: Mode;
  readonly comparison: Comparison;
}

function Pictures({ mode, comparison }: PicturesProps) {
  const { t } = useTranslation('edit');
  const picture = (pixels: Uint8Array, label: string) => (
    <GreyPicture
      widthPx={comparison.widthPx}
      heightPx={comparison.heightPx}
      pixels={pixels}
      label={label}
      className="edit-picture"
    />
  );
  switch (mode) {
    case 'side':
      return (
        <div className="edit-pictures" data-count="2">
          <Captioned caption={t('compare.source')}>
            {picture(comparison.source, t('compare.source'))}
          </Captioned>
          <Captioned caption={t('compare.edited')}>
            {picture(comparison.edited, t('compare.edited'))}
          </Captioned>
        </div>
      );
    case 'flip':
      return <Flip comparison={comparison} picture={picture} />;
    case 'difference':
      return (
        <div className="edit-pictures">
          <Captioned caption={t('compare.differenceHint')}>
            {picture(comparison.difference, t('compare.modes.difference'))}
          </Captioned>
        </div>
      );
  }
}

interface FlipProps {
  readonly comparison: Comparison;
  readonly picture: (pixels: Uint8Array, label: string) => ReactNode;
}

/** The edited film; the source in its place while a key or the button is held. */
function Flip({ comparison, picture }: FlipProps) {
  const { t } = useTranslation('edit');
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'h' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTextEntry(event.target)) return;
      setHeld(event.type === 'keydown');
    };
    const release = () => setHeld(false);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onKey);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onKey);
      window.removeEventListener('blur', release);
    };
  }, []);
  const name = t(held ? 'compare.source' : 'compare.edited');
  return (
    <div className="edit-pictures">
      <Captioned
        caption={
          <>
            <span aria-live="polite">{name}</span>{' '}
            <Button
              size="compact-sm"
              variant="default"
              rightSection={<Kbd>H</Kbd>}
              onPointerDown={() => setHeld(true)}
              onPointerUp={() => setHeld(false)}
              onPointerLeave={() => setHeld(false)}
              onKeyDown={(event) => {
                if (event.key === ' ' || event.key === 'Enter') setHeld(true);
              }}
              onKeyUp={() => setHeld(false)}
            >
              {t('compare.hold')}
            </Button>
          </>
        }
      >
        {picture(held ? comparison.source : comparison.edited, name)}
      </Captioned>
    </div>
  );
}

/** The switch of the modes is an input too, and keeps the focus after a click: there the key is meant. */
function isTextEntry(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'radio';
  return target instanceof HTMLTextAreaElement;
}

function Captioned({ caption, children }: { readonly caption: ReactNode; readonly children: ReactNode }) {
  return (
    <figure className="edit-figure">
      <div className="edit-figure-picture">{children}</div>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function Means({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation('edit');
  const { meanInside, meanOutside } = comparison;
  const shown = (value: number | null) => formatNumber(value, 1);
  return (
    <Text size="sm" c="dimmed">
      {meanInside === null
        ? t('compare.mean', { mean: shown(meanOutside) })
        : t('compare.means', { inside: shown(meanInside), outside: shown(meanOutside) })}
    </Text>
  );
}
