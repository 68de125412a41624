import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A titled part below a screen's or a dialog's heading. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap="xs" miw={0}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
