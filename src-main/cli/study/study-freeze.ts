import type { Command } from 'commander';
import { LightboxError } from '../../../src-core/base/errors.ts';
import {
  addCoordinatorOptions,
  asCoordinator,
  coordinatorOptions,
  printed,
  type SignedIn,
} from '../data-options.ts';
import type { RawOptions } from '../option-values.ts';
import { findStudy } from './find-study.ts';
import { checkInWords } from './study-text.ts';

/** `study freeze`: what defines the study is hashed, the truth sealed. */
export function addFreezeCommand(group: Command, signal: AbortSignal): void {
  const command = group
    .command('freeze')
    .description('check a draft, then freeze it: normalise, hash, allocate, seal')
    .argument('<study>', 'id or name of the draft')
    .option('--check', 'only say what stands in the way and what the study is');
  addCoordinatorOptions(command)
    .allowExcessArguments(false)
    .action(async (study: string, options: RawOptions) => {
      const own = coordinatorOptions(options);
      const result = await asCoordinator(own, signal, (app) => freeze(app, study, options['check'] === true));
      printed(own, result, () =>
        [
          ...checkInWords(result),
          ...(result.protocolHash === null ? [] : [`Frozen. Protocol hash: ${result.protocolHash}`]),
        ].join('\n'),
      );
    });
}

async function freeze({ call, passphrase }: SignedIn, nameOrId: string, checkOnly: boolean) {
  const { studyId, name } = await findStudy(call, nameOrId);
  const check = await call('design.check', { studyId });
  if (checkOnly) return { studyId, name, protocolHash: null, ...check };
  const [problem] = check.problems;
  if (problem !== undefined) {
    const more = check.problems.length === 1 ? '' : `, and ${check.problems.length - 1} more: see --check`;
    throw new LightboxError('STUDY_INVALID', `${problem.message}${more}`, {
      problems: check.problems.length,
    });
  }
  const { protocolHash } = await call('design.freeze', { studyId, passphrase });
  return { studyId, name, protocolHash, ...check };
}
