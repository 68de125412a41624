import type { Command } from 'commander';
import type { ConductView, ReaderState, StudyEntry } from '../../../src-core/contract/conduct-calls.ts';
import { addCoordinatorOptions, asCoordinator, coordinatorOptions, printed } from '../data-options.ts';
import type { RawOptions } from '../option-values.ts';
import { findStudy } from './find-study.ts';
import { labelled } from './study-text.ts';

/** `study status`: who has done what, and nothing of what they answered. */
export function addStatusCommand(group: Command, signal: AbortSignal): void {
  const command = group
    .command('status')
    .description('list the studies, or say of one who has done what')
    .argument('[study]', 'id or name of a frozen study');
  addCoordinatorOptions(command)
    .allowExcessArguments(false)
    .action(async (study: string | undefined, options: RawOptions) => {
      const own = coordinatorOptions(options);
      if (study === undefined) {
        const studies = await asCoordinator(own, signal, ({ call }) => call('conduct.list', {}));
        printed(own, { studies }, () => listInWords(studies));
        return;
      }
      const view = await asCoordinator(own, signal, async ({ call }) => {
        const { studyId } = await findStudy(call, study);
        return call('conduct.view', { studyId });
      });
      printed(own, view, () => viewInWords(view));
    });
}

function listInWords(studies: readonly StudyEntry[]): string {
  if (studies.length === 0) return 'No studies.';
  return labelled(
    studies.map(({ studyId, name, state, done, total }) => [
      studyId,
      `${state}  ${name}  ${done} of ${total}`,
    ]),
  ).join('\n');
}

function viewInWords(view: ConductView): string {
  return [
    `"${view.name}", ${view.state}, ${view.cases} cases; protocol ${view.protocolHash}`,
    ...labelled(view.readers.map((state) => [state.reader.name, readerInWords(state)])),
    view.unblindingWaits === null ? 'It may be unblinded.' : `Unblinding waits: ${view.unblindingWaits}`,
  ].join('\n');
}

function readerInWords({
  done,
  total,
  session,
  sessions,
  due,
  packedAt,
  received,
  signedAt,
}: ReaderState): string {
  return [
    `${done} of ${total} cases, session ${session} of ${sessions}, due: ${due}`,
    ...(packedAt === null ? [] : [`packed ${packedAt}`]),
    ...(received === null ? [] : [`${received.rows} rows received ${received.at}`]),
    ...(signedAt === null ? [] : [`signed ${signedAt}`]),
  ].join('; ');
}
