import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyId } from '../../../../src-core/base/ids.ts';
import { useCommand } from '../../../app/queries.ts';
import { navigate } from '../../../app/use-route.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';
import { nameIsValid } from './design-state.ts';

interface RenameProps {
  readonly name: string;
  readonly onRename: (name: string) => void;
}

/** Another name for the study: readers see it. */
export function RenameDraft({ name, onRename }: RenameProps) {
  const { t } = useTranslation('design');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {t('rename')}
      </Button>
      {open ? (
        <RenameDialog
          name={name}
          onRename={(next) => {
            onRename(next);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

interface RenameDialogProps extends RenameProps {
  readonly onClose: () => void;
}

function RenameDialog({ name, onRename, onClose }: RenameDialogProps) {
  const { t } = useTranslation('design');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const [typed, setTyped] = useState(name);
  return (
    <Modal opened onClose={onClose} title={t('rename')} closeButtonProps={{ 'aria-label': tCommon('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (nameIsValid(typed)) onRename(typed.trim());
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('name')}
            value={typed}
            maxLength={120}
            data-autofocus
            error={nameIsValid(typed) ? undefined : t('missing')}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {tCommon('cancel')}
            </Button>
            <Button type="submit" disabled={!nameIsValid(typed)}>
              {tCommon('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Takes the draft away, after a question. */
export function DeleteDraft({ studyId }: { readonly studyId: StudyId }) {
  const { t } = useTranslation('design');
  const { t: tCommon } = useTranslation('common');
  const [asking, setAsking] = useState(false);
  const remove = useCommand('studies.deleteDraft', {
    onSuccess: () => navigate('studies'),
    invalidates: ['conduct.list'],
  });
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAsking(true)}>
        {t('delete')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('deleteTitle')}
          text={t('deleteText')}
          confirmLabel={tCommon('delete')}
          danger
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ studyId })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
