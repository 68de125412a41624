import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ViewerTools } from '../view-state.ts';
import './viewer-bar.css';

const MOUSE = ['drag', 'wheel', 'move', 'look', 'double'] as const;
const KEYBOARD = [
  'arrows',
  'pan',
  'zoom',
  'fit',
  'actualPixels',
  'trueSize',
  'next',
  'auto',
  'invert',
  'loupe',
  'turn',
  'mirror',
  'reset',
] as const;
const COORDINATORS = new Set<string>(['trueSize', 'turn', 'mirror']);

/** What mouse, touchpad and keys do to a film, as far as these tools have it. */
export function ViewerKeyList({ tools }: { readonly tools: ViewerTools }) {
  const { t } = useTranslation('viewer');
  const keyboard = KEYBOARD.filter((name) => tools === 'all' || !COORDINATORS.has(name));
  const rows = (names: readonly ((typeof MOUSE)[number] | (typeof KEYBOARD)[number])[]) => (
    <dl>
      {names.map((name) => (
        <div key={name} className="viewer-key">
          <dt>
            <kbd>{t(`keys.names.${name}`)}</kbd>
          </dt>
          <dd>{t(`keys.${name}`)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <>
      <section>
        <h3 className="viewer-keys-heading">{t('keys.mouse')}</h3>
        {rows(MOUSE)}
      </section>
      <section>
        <h3 className="viewer-keys-heading">{t('keys.keyboard')}</h3>
        {rows(keyboard)}
      </section>
    </>
  );
}

interface ViewerHelpProps {
  readonly tools: ViewerTools;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The list over the film. */
export function ViewerHelp({ tools, opened, onClose }: ViewerHelpProps) {
  const { t } = useTranslation(['viewer', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className="viewer-keys">
        <ViewerKeyList tools={tools} />
      </div>
    </Modal>
  );
}
