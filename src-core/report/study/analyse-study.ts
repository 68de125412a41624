import { runPart, type Steps, within } from '../../stats/steps.ts';
import { readingPhases } from '../../study/protocol.ts';
import { analyseAgreements } from './agreement.ts';
import { analyseChoice } from './choices.ts';
import { phaseReadings, readersOf, type StudyContext, studyContext } from './context.ts';
import { analyseDetection, withPooled } from './detection.ts';
import { answerEndpoints } from './endpoints.ts';
import { studyFlow } from './flow.ts';
import { analyseMarks, analysePresence, analyseSelections } from './items.ts';
import type { PhaseAnalysis } from './phase-analysis.ts';
import { comparePhases } from './phase-comparisons.ts';
import { plainJson } from './plain.ts';
import { analyseScales } from './scales.ts';
import { analyseSensitivity } from './sensitivity.ts';
import type { StudyAnalysis, StudyHooks, StudyInput, StudyPart, StudySettings } from './study-analysis.ts';
import { studyDesign } from './study-design.ts';
import { analyseTimes } from './times.ts';

/**
 * Every number of an unblinded study. The same readings, settings and version give the same analysis to the last digit,
 * in whatever order rows and sessions come.
 * @param hooks `pause` is awaited and `isCancelled` asked before every step of some tens of milliseconds.
 * @throws LightboxError CANCELLED when the hook says so; NOT_FOUND for sessions that are not of the protocol.
 */
export async function analyseStudy(
  input: StudyInput,
  settings: StudySettings,
  hooks: StudyHooks = {},
): Promise<StudyAnalysis> {
  const context = studyContext(input, settings);
  const { protocol } = input;
  const run = <Result>(part: StudyPart, steps: Steps<Result>): Promise<Result> => runPart(part, steps, hooks);
  const phases = readingPhases(protocol);
  const each = <Result>(of: (index: number) => Steps<Result>) => eachPhase(phases.length, of);
  const phaseOf = (index: number) => {
    const phase = phases[index];
    if (phase === undefined) throw new Error(`There is no phase ${index}.`);
    return phase;
  };

  const flow = await run(
    'readings',
    once(() => studyFlow(input)),
  );
  const alone = await run(
    'readers',
    each((index) => analyseDetection(context, phaseOf(index))),
  );
  const detection = await run(
    'mrmc',
    each(function* (index) {
      const found = alone[index] ?? null;
      return found === null ? null : yield* withPooled(context, phaseOf(index), found);
    }),
  );
  const choices = await run(
    'choices',
    each((index) => once(() => choicesAndItems(context, phaseOf(index)))),
  );
  const scales = await run(
    'ratings',
    each((index) => analyseScales(context, phaseOf(index))),
  );
  const phaseComparisons = await run('ratings', comparePhases(context));
  const agreement = await run(
    'agreement',
    each((index) => analyseAgreements(context, phaseOf(index))),
  );
  const times = await run('times', analyseTimes(context));
  const endpoints = await run(
    'times',
    once(() => answerEndpoints(context)),
  );
  const sensitivity = await run('times', analyseSensitivity(context, endpoints, flow));

  const analysed = phases.map(({ id, purpose, stages }, index): PhaseAnalysis => {
    const readings = phaseReadings(context, id);
    return {
      phase: id,
      purpose,
      stages,
      readings: readings.length,
      readers: readersOf(protocol, readings),
      detection: detection[index] ?? null,
      ...(choices[index] ?? NO_ITEMS),
      scales: scales[index] ?? [],
      agreement: agreement[index] ?? [],
    };
  });
  const design = studyDesign(context);
  return plainJson<StudyAnalysis>({
    formatVersion: 1,
    provenance: {
      product: input.product,
      protocolHash: input.protocolHash,
      dataSha256: input.dataSha256,
      settings,
      methods: context.methods.used(),
    },
    design,
    flow,
    endpoints,
    sensitivity,
    phases: analysed,
    phaseComparisons,
    times,
  });
}

type Items = Pick<PhaseAnalysis, 'choice' | 'selections' | 'presence' | 'marks'>;

const NO_ITEMS: Items = { choice: null, selections: [], presence: [], marks: [] };

function choicesAndItems(context: StudyContext, phase: ReturnType<typeof readingPhases>[number]): Items {
  return {
    choice: analyseChoice(context, phase),
    selections: analyseSelections(context, phase),
    presence: analysePresence(context, phase),
    marks: analyseMarks(context, phase),
  };
}

function* once<Result>(of: () => Result): Steps<Result> {
  yield 0;
  return of();
}

function* eachPhase<Result>(count: number, of: (index: number) => Steps<Result>): Steps<Result[]> {
  const found: Result[] = [];
  for (let index = 0; index < count; index += 1) {
    found.push(yield* within(index / count, (index + 1) / count, of(index)));
  }
  return found;
}
