import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { StudyId, UserId } from '../../../src-core/base/ids.ts';
import { INSTRUMENT_PRESETS } from '../../../src-core/study/instrument-presets.ts';
import {
  addCoordinatorOptions,
  asCoordinator,
  coordinatorOptions,
  printed,
  type SignedIn,
} from '../data-options.ts';
import { badInput } from '../exit.ts';
import { type RawOptions, textOption } from '../option-values.ts';
import {
  draftOfDescription,
  parseDescription,
  type StudyDescription,
  templateOf,
} from './study-description.ts';
import { checkInWords } from './study-text.ts';

const PRESETS = INSTRUMENT_PRESETS.map(({ instrument }) => instrument.id).join(', ');

/** `study new`: a draft from its description. */
export function addNewCommand(group: Command, signal: AbortSignal): void {
  const command = group
    .command('new')
    .description('make the draft of a study from a description, or print a description to begin with')
    .argument('[description.json]', 'what the study is to be, as --template prints it')
    .option('--template <preset>', `print a description and do nothing else: ${PRESETS}`);
  addCoordinatorOptions(command)
    .allowExcessArguments(false)
    .action(async (file: string | undefined, options: RawOptions) => {
      const preset = textOption(options, 'template');
      if (preset !== undefined) {
        process.stdout.write(`${JSON.stringify(templateOf(preset), null, 2)}\n`);
        return;
      }
      if (file === undefined) throw badInput('name the description of the study, or --template PRESET');
      const description = parseDescription(await readText(file), file);
      const own = coordinatorOptions(options);
      const result = await asCoordinator(own, signal, (app) => makeDraft(app, description), true);
      printed(own, result, () => inWords(result));
    });
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw badInput(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
}

type NewStudy = Awaited<ReturnType<typeof makeDraft>>;

/** Everything is looked at before anything is made: readers that are missing are the first to be added. */
async function makeDraft({ call }: SignedIn, description: StudyDescription) {
  const candidates = await call('design.candidates', {});
  const people = await call('session.people', {});
  const ids = description.readers.map(
    ({ name }) => people.find((own) => own.role === 'reader' && own.name === name)?.id,
  );
  draftOfDescription(description, candidates, []);
  const readers: UserId[] = [];
  for (const [index, { name }] of description.readers.entries()) {
    readers.push(ids[index] ?? (await call('readers.create', { name })).id);
  }
  const draft = draftOfDescription(description, candidates, readers);
  const { name, seed } = description;
  const { id: preset } = INSTRUMENT_PRESETS[0]?.instrument ?? { id: '' };
  const begun = await call('design.create', { name, seed, preset });
  const { studyId } = begun;
  try {
    await call('design.update', { studyId, name, seed: begun.seed, draft });
  } catch (error) {
    await call('studies.deleteDraft', { studyId });
    throw error;
  }
  const check = await call('design.check', { studyId });
  return { studyId: studyId as StudyId, name, seed: begun.seed, films: draft.films.length, ...check };
}

function inWords(study: NewStudy): string {
  const title = `Draft ${study.studyId} of "${study.name}": ${study.films} films`;
  const seed = `Seed of the draft: ${study.seed}. The order's own seed is drawn from it at the freeze and sealed.`;
  return [title, seed, ...checkInWords(study)].join('\n');
}
