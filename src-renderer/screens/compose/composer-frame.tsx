import { Button, Group, Stack, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../../src-core/base/errors.ts';
import { isDialogOpen } from '../../ui/dialog-open.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Section } from '../../ui/section.tsx';
import './compose.css';

interface ComposerFrameProps {
  /** The parts of the form, which scroll. */
  readonly children: ReactNode;
  /** What stays in sight above the button. */
  readonly dock?: ReactNode;
  readonly button: string;
  /** What the button will do, in a few words. */
  readonly summary: ReactNode;
  /** Names of the fields that are not valid; said once the button was tried. */
  readonly faults: readonly string[];
  readonly tried: boolean;
  readonly pending: boolean;
  readonly error: LightboxError | null;
  readonly onErrorClose: () => void;
  /** Called by the button and by Ctrl+Enter. */
  readonly onSubmit: () => void;
}

/** A form of the composer: its parts scroll, its button stays, and a try that fails leads to the first wrong field. */
export function ComposerFrame(props: ComposerFrameProps) {
  const { children, dock, button, summary, faults, tried, pending, error } = props;
  const { t } = useTranslation('compose');
  const frame = useRef<HTMLDivElement>(null);
  const [tries, setTries] = useState(0);
  const submit = () => {
    setTries(faults.length > 0 ? tries + 1 : 0);
    props.onSubmit();
  };
  useHotkeys([['mod+Enter', () => (isDialogOpen() ? undefined : submit())]], []);
  useEffect(() => {
    if (tries === 0) return;
    const first = frame.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  }, [tries]);
  return (
    <div className="compose-frame" ref={frame}>
      <div className="compose-sections">{children}</div>
      <Stack className="compose-dock" gap="xs">
        {dock}
        {error === null ? null : <ErrorNotice error={error} onClose={props.onErrorClose} />}
        {tried && faults.length > 0 ? (
          <Text size="sm" c="red.4" role="alert">
            {t('generate.fix', { fields: faults.join(', ') })}
          </Text>
        ) : null}
        <Group wrap="nowrap" gap="md">
          <Button size="md" loading={pending} onClick={submit} flex="none">
            {button}
          </Button>
          <Text size="sm" c="dimmed">
            {summary}
            {t('generate.shortcut')}
          </Text>
        </Group>
      </Stack>
    </div>
  );
}

/** A titled part of a form. */
export function ComposerPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="compose-section">
      <Section title={title}>{children}</Section>
    </div>
  );
}
