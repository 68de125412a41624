import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelSelection, ModelView } from '../../../src-core/contract/model-calls.ts';
import { unlessCancelled } from '../../app/error-text.ts';
import { useCommand } from '../../app/queries.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { type AddStep, StepList } from './add-model-steps.tsx';
import { InspectedModel } from './inspected-model.tsx';
import { ModelProgress } from './model-progress.tsx';
import './models.css';

interface AddModelDialogProps {
  /** A folder that the program knows already; null begins with the choice of one. */
  readonly selection: ModelSelection | null;
  readonly onClose: () => void;
  readonly onAdded: (model: ModelView) => void;
}

/** Choose a folder, see its files checked and what it is, see it draw, register it. */
export function AddModelDialog({ selection: given, onClose, onAdded }: AddModelDialogProps) {
  const { t } = useTranslation('models');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const [selection, setSelection] = useState(given);
  const [step, setStep] = useState<AddStep>('folder');
  const [busy, setBusy] = useState(false);
  const inspect = useCommand('models.inspect', { onSuccess: () => setStep('image') });
  const { mutate, reset } = inspect;
  const inspectError = unlessCancelled(inspect.error);
  const check = (chosen: ModelSelection) => {
    setSelection(chosen);
    setStep('files');
    mutate({ selectionId: chosen.selectionId });
  };
  const choose = useCommand('models.chooseFolder', {
    onSuccess: (chosen) => (chosen === null ? undefined : check(chosen)),
  });
  const chooseOther = () => {
    reset();
    choose.mutate({});
  };
  // A folder that was given is checked at once, and once: React runs effects twice in development.
  const begun = useRef(false);
  useEffect(() => {
    if (given === null || begun.current) return;
    begun.current = true;
    setStep('files');
    mutate({ selectionId: given.selectionId });
  }, [given, mutate]);
  const working = inspect.isPending || busy;
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={!working}
      withCloseButton={!working}
      size={step === 'folder' || step === 'files' ? 720 : 'min(1560px, 90vw)'}
      title={t('dialog.title')}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <Stack gap="lg">
        <StepList current={inspect.isError && inspectError === null ? 'folder' : step} />
        {inspect.data !== undefined && selection !== null ? (
          <InspectedModel
            key={selection.selectionId}
            selection={selection}
            inspection={inspect.data}
            onStep={setStep}
            onBusy={setBusy}
            onAdded={onAdded}
            onClose={onClose}
          />
        ) : inspect.isPending ? (
          <Stack gap="sm">
            <Text fw={600}>{t('dialog.checking', { name: selection?.folderName ?? '' })}</Text>
            <ModelProgress work="checking" />
          </Stack>
        ) : (
          <ChooseFolder
            pending={choose.isPending}
            refused={inspectError !== null}
            onChoose={chooseOther}
            onClose={onClose}
          >
            {inspectError === null || selection === null ? (
              <Text size="sm">{t('dialog.intro')}</Text>
            ) : (
              <Stack gap="sm">
                <Text fw={600}>{t('dialog.refused', { name: selection.folderName })}</Text>
                <ErrorNotice error={inspectError} />
                <Group>
                  <Button variant="default" size="sm" onClick={() => check(selection)}>
                    {t('dialog.again')}
                  </Button>
                </Group>
              </Stack>
            )}
            {choose.error === null ? null : <ErrorNotice error={choose.error} />}
          </ChooseFolder>
        )}
      </Stack>
    </Modal>
  );
}

interface ChooseFolderProps {
  readonly pending: boolean;
  readonly refused: boolean;
  readonly onChoose: () => void;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}

function ChooseFolder({ pending, refused, onChoose, onClose, children }: ChooseFolderProps) {
  const { t } = useTranslation('models');
  const { t: tCommon } = useTranslation('common');
  const button = useFocusOnMount<HTMLButtonElement>();
  return (
    <>
      {children}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {tCommon('cancel')}
        </Button>
        <Button ref={button} data-autofocus disabled={pending} onClick={onChoose}>
          {refused ? t('dialog.chooseOther') : t('dialog.choose')}
        </Button>
      </Group>
    </>
  );
}
