import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly title: string;
  /** What to do first. */
  readonly hint: string;
  readonly children?: ReactNode;
}

/** Stands where nothing is yet, and says what to do first. */
export function EmptyState({ title, hint, children }: EmptyStateProps) {
  return (
    <Stack align="center" justify="center" gap="xs" py={64} px="md">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw={560}>
        {hint}
      </Text>
      {children}
    </Stack>
  );
}
