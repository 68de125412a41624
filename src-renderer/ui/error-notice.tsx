import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../src-core/base/errors.ts';
import { describeError } from '../app/error-text.ts';
import './error-notice.css';

interface ErrorNoticeProps {
  readonly error: LightboxError;
  readonly onRetry?: () => void;
  readonly onClose?: () => void;
}

/** An error as people read it: what it means, what main said, and what can be done here. */
export function ErrorNotice({ error, onRetry, onClose }: ErrorNoticeProps) {
  const { t } = useTranslation(['errors', 'common']);
  const { t: translateError } = useTranslation('errors');
  const { title, explanation } = describeError(error, translateError);
  return (
    <div className="error-notice" role="alert" data-error-code={error.code}>
      <p className="error-notice-title">{title}</p>
      <Text size="sm">{explanation}</Text>
      {onRetry === undefined && onClose === undefined ? null : (
        <Group gap="sm" mt="sm">
          {onRetry === undefined ? null : (
            <Button size="sm" onClick={onRetry}>
              {t('common:retry')}
            </Button>
          )}
          {onClose === undefined ? null : (
            <Button size="sm" variant="default" onClick={onClose}>
              {t('common:close')}
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}
