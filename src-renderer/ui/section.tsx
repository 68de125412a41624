import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A titled part of a screen, a landmark of its own. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h5" mb="xs" id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}
