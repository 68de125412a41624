import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createQueryClient } from './queries.ts';
import { Root } from './root.tsx';
import { resolveVariables, theme } from './theme.ts';

/** The window's providers. `styleNonce` lets Mantine's style elements through the content policy. */
export function App({ styleNonce }: { readonly styleNonce: string }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme="dark"
      cssVariablesResolver={resolveVariables}
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Root />
      </QueryClientProvider>
    </MantineProvider>
  );
}
