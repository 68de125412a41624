/** A reader at the window: does what is due, by the calls that the window has, with answers drawn at random. */
import { randomUUID } from 'node:crypto';
import type { ReaderCaseId, StudyId, SubmissionId } from '../../../src-core/base/ids.ts';
import { type Random, uniformInteger } from '../../../src-core/base/random.ts';
import { unreachable } from '../../../src-core/base/unreachable.ts';
import type { CallInput, CallName, CallOutput } from '../../../src-core/contract/contract.ts';
import type { ReadingStep, ReadingStudy, ShownCase } from '../../../src-core/contract/reader-calls.ts';
import { type Answers, type AnswerValue, isAsked } from '../../../src-core/study/answers.ts';
import { type InstrumentItem, QUESTIONNAIRE_STAGE } from '../../../src-core/study/instrument.ts';
import type { AppSession } from '../session.ts';
import { TEST_SECRETS, type TestApp } from './test-app.ts';

/** Something the reader entered, and that was acknowledged. */
export interface Entered {
  readonly kind: 'training' | 'case' | 'review' | 'questionnaire';
  readonly readerCaseId: ReaderCaseId | null;
  readonly stage: string;
  readonly submissionId: SubmissionId;
  readonly answers: Answers;
}

type Call = <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallOutput<Name>>;

export class TestReader {
  /** What was acknowledged, in its order. */
  readonly entered: Entered[] = [];
  readonly studyId: StudyId;
  readonly #call: Call;
  readonly #random: Random;
  #study: ReadingStudy | null = null;
  #step: ReadingStep | null = null;

  constructor(test: Pick<TestApp, 'call'>, session: AppSession, studyId: StudyId, random: Random) {
    this.#call = (name, input) => test.call(session, name, input);
    this.studyId = studyId;
    this.#random = random;
  }

  /** The step before the reader; `resume` gives the first. */
  get step(): ReadingStep {
    if (this.#step === null) throw new Error('The reader has not begun: resume.');
    return this.#step;
  }

  async resume(): Promise<ReadingStep> {
    const { studyId } = this;
    this.#study = await this.#call('reader.study', { studyId });
    return this.#take(await this.#call('reader.resume', { studyId }));
  }

  /** Does what is due, once. @returns false where only time or the coordinator helps, or nothing is left. */
  async goOn(
    change: (answers: Answers, step: ReadingStep) => Answers = (answers) => answers,
  ): Promise<boolean> {
    const { studyId, step } = this;
    switch (step.kind) {
      case 'begin-session':
        this.#take(await this.#call('reader.beginSession', { studyId }));
        return true;
      case 'display-check':
      case 'instructions':
        this.#take(await this.#call('reader.passGate', { studyId, gate: step.kind, details: { lux: 20 } }));
        return true;
      case 'training': {
        const submission = this.submission(step, change(this.answersTo(step), step));
        const { attempt } = step;
        this.#take(await this.#call('reader.submitTraining', { ...submission, attempt }));
        this.#enter('training', submission);
        return true;
      }
      case 'case': {
        const submission = this.submission(step, change(this.answersTo(step), step));
        this.#take(await this.#call('reader.submit', { ...submission, trace: null }));
        this.#enter('case', submission);
        return true;
      }
      case 'review': {
        const submission = this.submission(step, change(this.answersTo(step), step));
        this.#take(await this.#call('reader.revise', submission));
        this.#enter('review', submission);
        return true;
      }
      case 'paused':
        this.#take(await this.#call('reader.unpause', { studyId }));
        return true;
      case 'end-session':
        this.#take(await this.#call('reader.endSession', { studyId }));
        return true;
      case 'questionnaire': {
        const { phase, questionnaire } = step;
        const answers = change(this.answers(questionnaire.items, QUESTIONNAIRE_STAGE, {}), step);
        const submissionId = randomUUID() as SubmissionId;
        this.#take(await this.#call('reader.submitQuestionnaire', { studyId, phase, submissionId, answers }));
        this.entered.push({
          kind: 'questionnaire',
          readerCaseId: null,
          stage: QUESTIONNAIRE_STAGE,
          submissionId,
          answers,
        });
        return true;
      }
      case 'sign':
        this.#take(
          await this.#call('reader.sign', {
            studyId,
            pin: TEST_SECRETS.reader,
            statement: 'I have read all cases.',
          }),
        );
        return true;
      case 'wait':
      case 'training-failed':
      case 'await-phase':
      case 'done':
        return false;
      default:
        return unreachable(step);
    }
  }

  /** Goes on until a step fits, or nothing can be done. */
  async goOnUntil(isThere: (step: ReadingStep) => boolean): Promise<ReadingStep> {
    while (!isThere(this.step) && (await this.goOn()));
    return this.step;
  }

  async goBack(readerCaseId: ReaderCaseId): Promise<ReadingStep> {
    return this.#take(await this.#call('reader.goBack', { studyId: this.studyId, readerCaseId }));
  }

  async pause(idle = false): Promise<ReadingStep> {
    return this.#take(await this.#call('reader.pause', { studyId: this.studyId, idle }));
  }

  /** A submission for the case before the reader, with an id of its own. */
  submission(step: ShownCase, answers: Answers) {
    return {
      studyId: this.studyId,
      readerCaseId: step.readerCaseId,
      stage: step.stage,
      submissionId: randomUUID() as SubmissionId,
      answers,
      timing: {
        readingTimeMs: 1000 + uniformInteger(this.#random, 9000),
        firstInteractionMs: 200,
        awayMs: 0,
      },
    };
  }

  /** Some answers to the stage that is asked, in the canonical form. */
  answersTo(step: ShownCase): Answers {
    const items = this.#study?.instrument.items ?? [];
    const earlier = Object.assign({}, ...step.locked.map(({ answers }) => answers));
    return this.answers(items, step.stage, earlier);
  }

  answers(items: readonly InstrumentItem[], stage: string, earlier: Answers): Answers {
    const given: Record<string, AnswerValue> = {};
    for (const item of items) {
      if (item.stage !== stage) continue;
      const asked = isAsked(item, items, { ...earlier, ...given });
      const skipped = !item.required && uniformInteger(this.#random, 2) === 0;
      given[item.id] = asked && !skipped ? this.#answer(item) : empty(item);
    }
    return given;
  }

  #answer(item: InstrumentItem): AnswerValue {
    const below = (bound: number): number => uniformInteger(this.#random, bound);
    switch (item.kind) {
      case 'likert':
        return item.min + below(item.max - item.min + 1);
      case 'film-choice':
        return 1 + below(item.films);
      case 'forced-choice':
        return item.options[below(item.options.length)]?.value ?? null;
      case 'multi-select': {
        const first = below(item.options.length);
        return item.options.slice(first, first + 1 + below(3)).map(({ value }) => value);
      }
      case 'free-text':
        return `Words ${below(1000)}, "quoted" and µ.`.slice(0, item.maxLength);
      case 'presence':
        return Object.fromEntries(
          item.findings.map(({ value }) => [
            value,
            below(2) === 0 ? ('present' as const) : ('absent' as const),
          ]),
        );
      case 'marks': {
        const film = 1 + below(this.#study?.filmsAtOnce ?? 1);
        const shape = item.shapes[below(item.shapes.length)]?.shape ?? 'point';
        const place = { film, x: below(8) + 0.5, y: below(8) + 0.5, comment: null };
        return [shape === 'point' ? { shape, ...place } : { shape, ...place, width: 2, height: 3 }];
      }
      default:
        return unreachable(item);
    }
  }

  #enter(kind: Entered['kind'], submission: ReturnType<TestReader['submission']>): void {
    const { readerCaseId, stage, submissionId, answers } = submission;
    this.entered.push({ kind, readerCaseId, stage, submissionId, answers });
  }

  #take({ step }: { readonly step: ReadingStep }): ReadingStep {
    this.#step = step;
    return step;
  }
}

function empty(item: InstrumentItem): AnswerValue {
  if (item.kind === 'multi-select' || item.kind === 'marks') return [];
  if (item.kind !== 'presence') return null;
  return Object.fromEntries(item.findings.map(({ value }) => [value, null]));
}
