import { Button, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useFocusOnMount } from '../../../ui/use-focus-on-mount.ts';
import type { CommandFailure } from '../sitting.ts';
import './steps.css';

interface StepFrameProps {
  readonly study: string;
  readonly title: string;
  readonly failure: CommandFailure | null;
  readonly onDismiss: () => void;
  /** False where something has to be entered again first. */
  readonly retries?: boolean;
  readonly children?: ReactNode;
  /** What can be done here, the way on first. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** The title takes the focus; false where something in the step does. */
  readonly focusTitle?: boolean;
  readonly onLeave: () => void;
}

/** What stands between cases: one thing to read or to do, and a way out. */
export function StepFrame(props: StepFrameProps) {
  const { study, title, failure, onDismiss, children, actions, onLeave } = props;
  const { retries = true, wide = false, focusTitle = true } = props;
  const { t } = useTranslation('reading');
  const heading = useFocusOnMount<HTMLHeadingElement>();
  return (
    <main className="read-step" data-wide={wide}>
      <header className="read-step-header">
        <p>{study}</p>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onLeave}>
          {t('leaveShort')}
        </Button>
      </header>
      <div className="read-step-body">
        <Title
          order={1}
          size="h2"
          ref={focusTitle ? heading : undefined}
          tabIndex={focusTitle ? -1 : undefined}
        >
          {title}
        </Title>
        {children}
        {failure === null ? null : (
          <ErrorNotice
            error={failure.error}
            onClose={onDismiss}
            {...(retries && failure.error.code !== 'BAD_INPUT' ? { onRetry: failure.retry } : {})}
          />
        )}
        {actions === undefined ? null : <div className="read-step-actions">{actions}</div>}
      </div>
    </main>
  );
}

interface GoOnProps {
  readonly label: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** The way on: Enter presses it from the beginning. */
export function GoOn({ label, busy, disabled = false, onClick }: GoOnProps) {
  const { t } = useTranslation('reading');
  return (
    <Button
      size="md"
      h={52}
      disabled={disabled}
      aria-busy={busy}
      onClick={onClick}
      data-autofocus
      rightSection={<kbd className="read-key">{t('enterKey')}</kbd>}
    >
      {label}
    </Button>
  );
}
