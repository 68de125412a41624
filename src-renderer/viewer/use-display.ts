import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DisplayView } from '../../src-core/contract/display-calls.ts';
import { useCall } from '../app/queries.ts';

/** The display that the window stands on; null until main has said it. Asked again when the window may have moved. */
export function useDisplay(): DisplayView | null {
  const queryClient = useQueryClient();
  const display = useCall('display.get', {});
  useEffect(() => {
    const ask = () => void queryClient.invalidateQueries({ queryKey: ['display.get'] });
    window.addEventListener('resize', ask);
    window.addEventListener('focus', ask);
    return () => {
      window.removeEventListener('resize', ask);
      window.removeEventListener('focus', ask);
    };
  }, [queryClient]);
  return display.data ?? null;
}
