import { Button, Text, Textarea } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SecretInput } from '../../../ui/secret-input.tsx';
import { useSecretRefusal } from '../../../ui/use-secret-refusal.ts';
import { frameOf, type StepProps } from './plain-steps.tsx';
import { GoOn, StepFrame } from './step-frame.tsx';

/** The reader's completion: a statement, and the PIN that stands for the hand. */
export function SignStep({ used, step }: StepProps<'sign'>) {
  const { t } = useTranslation('reading');
  const [pin, setPin] = useState('');
  const [remark, setRemark] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { busy, failure, study } = used.sitting;
  const error = failure?.error ?? null;
  const { text, waitSeconds, take } = useSecretRefusal('reader', error);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal.
  useEffect(() => {
    if (error !== null && take(error)) field.current?.focus();
  }, [error]);
  const statement = t('sign.statement', { count: step.cases, study: study.studyName });
  const ready = pin !== '' && waitSeconds === 0 && !busy;
  const last = step.reviewable.at(-1);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready) return;
    used.sign(pin, [statement, remark.trim()].filter((part) => part !== '').join('\n'));
    setPin('');
  };
  return (
    <StepFrame
      {...frameOf(used)}
      {...(text === null ? {} : { failure: null })}
      title={t('sign.title')}
      focusTitle={false}
      retries={false}
    >
      <form className="read-sign" onSubmit={submit}>
        <blockquote className="read-statement">{statement}</blockquote>
        <Textarea
          label={t('sign.remark')}
          value={remark}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setRemark(event.currentTarget.value)}
        />
        <SecretInput
          of="reader"
          size="sm"
          ref={field}
          label={t('sign.pin')}
          value={pin}
          error={text}
          autoFocus
          onChange={setPin}
        />
        <Text c="dimmed" size="sm">
          {t('sign.hint')}
        </Text>
        <div className="read-step-actions">
          <GoOn label={t('sign.sign')} busy={busy} disabled={!ready} onClick={() => submit()} />
          {last === undefined ? null : (
            <Button size="md" h={52} variant="default" onClick={() => used.goBack(last)}>
              {t('sign.review')}
            </Button>
          )}
        </div>
      </form>
    </StepFrame>
  );
}
