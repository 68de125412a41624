import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../src-core/base/errors.ts';
import { ErrorNotice } from './error-notice.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  readonly confirmLabel: string;
  /** Asks for a reason of at least this many characters (0: may stay empty); left out, no reason is asked for. */
  readonly reasonMinLength?: number;
  readonly reasonLabel?: string;
  readonly danger?: boolean;
  readonly pending?: boolean;
  readonly error?: LightboxError | null;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks once more before something that cannot be taken back, with a reason where the log wants one. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation('common');
  useReturnFocus();
  const [reason, setReason] = useState('');
  const minimum = props.reasonMinLength;
  const ready = minimum === undefined || reason.trim().length >= minimum;
  return (
    <Modal opened onClose={props.onClose} title={props.title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) props.onConfirm(reason.trim());
        }}
      >
        <Stack gap="md">
          <Text size="sm">{props.text}</Text>
          {props.children}
          {minimum === undefined ? null : (
            <Textarea
              label={props.reasonLabel}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              required={minimum > 0}
              maxLength={1000}
              autosize
              minRows={2}
              data-autofocus
            />
          )}
          {props.error === undefined || props.error === null ? null : <ErrorNotice error={props.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              disabled={!ready}
              loading={props.pending === true}
              {...(props.danger === true ? { color: 'danger' } : {})}
            >
              {props.confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
