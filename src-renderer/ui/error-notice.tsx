import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LightboxError } from '../../src-core/base/errors.ts';
import { describeError } from '../app/error-text.ts';

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
    <Alert color="red" variant="light" title={title} role="alert" data-error-code={error.code}>
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
    </Alert>
  );
}
