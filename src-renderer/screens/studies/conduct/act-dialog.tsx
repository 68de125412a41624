import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../../../src-core/base/errors.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { SecretInput } from '../../../ui/secret-input.tsx';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';

/** The contract asks for a reason of at least three characters. */
const REASON_MIN_LENGTH = 3;

interface Given {
  readonly text: string;
  readonly reason: string;
  readonly passphrase: string;
}

interface ActDialogProps {
  readonly title: string;
  readonly text: string;
  readonly confirmLabel: string;
  /** What is asked for: a text of the act itself, its reason, the coordinator's passphrase. */
  readonly asks: readonly ('text' | 'reason' | 'passphrase')[];
  readonly textLabel?: string;
  readonly danger?: boolean;
  readonly pending: boolean;
  readonly error: LightboxError | null;
  readonly onConfirm: (given: Given) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** An act in a study's conduct: what it does, its reason for the log, and the passphrase where the seal is opened. */
export function ActDialog(props: ActDialogProps) {
  const { t } = useTranslation('conduct');
  const { t: tCommon } = useTranslation('common');
  useReturnFocus();
  const { asks } = props;
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const ready =
    (!asks.includes('text') || text.trim().length >= REASON_MIN_LENGTH) &&
    (!asks.includes('reason') || reason.trim().length >= REASON_MIN_LENGTH) &&
    (!asks.includes('passphrase') || passphrase !== '');
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': tCommon('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) props.onConfirm({ text: text.trim(), reason: reason.trim(), passphrase });
        }}
      >
        <Stack gap="md">
          <Text size="sm">{props.text}</Text>
          {props.children}
          {asks.includes('text') ? (
            <Textarea
              label={props.textLabel}
              value={text}
              maxLength={4000}
              autosize
              minRows={3}
              required
              data-autofocus
              onChange={(event) => setText(event.currentTarget.value)}
            />
          ) : null}
          {asks.includes('reason') ? (
            <Textarea
              label={t('reason')}
              value={reason}
              maxLength={1000}
              autosize
              minRows={2}
              required
              {...(asks.includes('text') ? {} : { 'data-autofocus': true })}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          ) : null}
          {asks.includes('passphrase') ? (
            <SecretInput
              of="coordinator"
              size="sm"
              label={t('passphrase')}
              value={passphrase}
              required
              {...(asks.length === 1 ? { 'data-autofocus': true } : {})}
              onChange={setPassphrase}
            />
          ) : null}
          {props.error === null ? null : <ErrorNotice error={props.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {tCommon('cancel')}
            </Button>
            <Button
              type="submit"
              disabled={!ready}
              loading={props.pending}
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
