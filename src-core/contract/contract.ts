import type { z } from 'zod';
import { analysisCalls } from './analysis-calls.ts';
import { batchCalls } from './batch-calls.ts';
import { conductCalls } from './conduct-calls.ts';
import type { CallDefinition } from './define.ts';
import { designCalls } from './design-calls.ts';
import { displayCalls } from './display-calls.ts';
import { editCalls } from './edit-calls.ts';
import { exportCalls } from './export-calls.ts';
import { generationCalls } from './generation-calls.ts';
import { importCalls } from './import-calls.ts';
import { libraryCalls } from './library-calls.ts';
import { modelCalls } from './model-calls.ts';
import { packageCalls } from './package-calls.ts';
import { queueCalls } from './queue-calls.ts';
import { readerCalls } from './reader-calls.ts';
import { remakeCalls } from './remake-calls.ts';
import { sessionCalls } from './session-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { studyCalls } from './study-calls.ts';

/**
 * The one contract between window and main: a literal map of calls. Handlers, preload methods, the
 * window's client and the role checks all derive from it.
 */
export const contract = {
  ...sessionCalls,
  ...modelCalls,
  ...generationCalls,
  ...queueCalls,
  ...batchCalls,
  ...remakeCalls,
  ...libraryCalls,
  ...importCalls,
  ...exportCalls,
  ...editCalls,
  ...settingsCalls,
  ...displayCalls,
  ...studyCalls,
  ...designCalls,
  ...conductCalls,
  ...readerCalls,
  ...packageCalls,
  ...analysisCalls,
} as const satisfies Record<string, CallDefinition>;

export type Contract = typeof contract;
export type CallName = keyof Contract;
/** What a caller passes (before defaults and transforms). */
export type CallInput<Name extends CallName> = z.input<Contract[Name]['input']>;
/** What a handler receives. */
export type CallArguments<Name extends CallName> = z.output<Contract[Name]['input']>;
/** What a handler returns and a caller gets. */
export type CallOutput<Name extends CallName> = z.output<Contract[Name]['output']>;

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}
