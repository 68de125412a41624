import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** The one first-level heading of a screen, with room for its actions at the right. */
export function ScreenTitle({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Group justify="space-between" align="center" mb="md" wrap="nowrap">
      <Title order={1} size="h2">
        {title}
      </Title>
      {children === undefined ? null : <Group gap="sm">{children}</Group>}
    </Group>
  );
}
