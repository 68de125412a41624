import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ViewerKeyList } from '../../viewer/bar/viewer-help.tsx';

const ANSWER_KEYS = ['digits', 'letters', 'previous', 'tab', 'goOn', 'pause', 'help'] as const;

interface KeyHelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The list of keys and mouse actions of the reading view; its owner closes it on Escape. */
export function KeyHelp({ opened, onClose }: KeyHelpProps) {
  const { t } = useTranslation(['read', 'common']);
  const row = (name: (typeof ANSWER_KEYS)[number]) => (
    <div key={name} className="reading-help-row">
      <dt>
        <kbd>{t(`help.names.${name}`)}</kbd>
      </dt>
      <dd>{t(`help.${name}`)}</dd>
    </div>
  );
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      size="xl"
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className="reading-help">
        <section>
          <h3 className="reading-heading">{t('help.answers')}</h3>
          <dl>{ANSWER_KEYS.map(row)}</dl>
        </section>
        <div className="viewer-keys-column">
          <ViewerKeyList tools="reading" />
        </div>
      </div>
    </Modal>
  );
}
