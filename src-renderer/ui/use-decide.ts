import type { UseMutationResult } from '@tanstack/react-query';
import type { LightboxError } from '../../src-core/base/errors.ts';
import type { CallInput, CallOutput } from '../../src-core/contract/contract.ts';
import { useCommand } from '../app/queries.ts';

/** Logs a curation decision and shows it wherever films are listed. */
export function useDecide(): UseMutationResult<
  CallOutput<'library.decide'>,
  LightboxError,
  CallInput<'library.decide'>
> {
  return useCommand('library.decide', { invalidates: ['library.list', 'library.detail'] });
}
