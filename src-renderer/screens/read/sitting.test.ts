import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../../src-core/base/errors.ts';
import type { ReaderCaseId, StudyId, SubmissionId } from '../../../src-core/base/ids.ts';
import type { ReadingStep, ReadingStudy } from '../../../src-core/contract/reader-calls.ts';
import { DEFAULT_INSTRUMENT } from '../../../src-core/study/default-instrument.ts';
import { formStage, isRevised, missingCount, readySubmission } from './case-work.ts';
import { setAnswer } from './form-model.ts';
import { leftWork, openSitting, reduceSitting, type Sitting, type SittingAction } from './sitting.ts';

const STUDY: ReadingStudy = {
  studyId: 'study' as StudyId,
  studyName: 'Pilot',
  matrixSizePx: 64,
  filmsAtOnce: 1,
  instrument: DEFAULT_INSTRUMENT,
  backNavigation: 'logged',
  pauses: { allowed: true, idleAfterSeconds: null },
};

type CaseStep = Extract<ReadingStep, { kind: 'case' }>;

function caseStep(name: string, part: Partial<CaseStep> = {}): CaseStep {
  return {
    kind: 'case',
    readerCaseId: name as ReaderCaseId,
    films: [`app://blob/${name}-${Math.random()}` as CaseStep['films'][number]],
    stage: 'realism',
    stages: ['realism', 'alignment'],
    text: null,
    locked: [],
    position: 1,
    total: 4,
    interrupted: false,
    back: null,
    ...part,
  };
}

const FIRST = caseStep('one');
const REALISM = { realism: 4, realOrSynthetic: 'real', confidence: 2 } as const;
const NEXT_STAGE = caseStep('one', {
  stage: 'alignment',
  text: 'Small effusion.',
  locked: [{ stage: 'realism', answers: REALISM }],
});
const painted: SittingAction = { kind: 'painted', atMs: 1000 };
const stepAt = (step: ReadingStep, atMs: number): SittingAction => ({ kind: 'step', step, kept: null, atMs });
const failed: SittingAction = { kind: 'failed', error: new LightboxError('INTERNAL', 'The channel broke.') };

function acted(from: Sitting, ...actions: readonly SittingAction[]): Sitting {
  return actions.reduce(reduceSitting, from);
}
const opened = openSitting(STUDY, FIRST, null, 0);

/** Answers typed into the form on the screen. */
function answered(sitting: Sitting, answers: Readonly<Record<string, number | string>>): Sitting {
  return Object.entries(answers).reduce((now, [item, value]) => {
    if (now.work === null) throw new Error('There is no case.');
    const of = formStage(now.study, now.work.step);
    return reduceSitting(now, { kind: 'form', form: setAnswer(of, now.work.form, item, value) });
  }, sitting);
}

function ready(sitting: Sitting, atMs: number) {
  if (sitting.work === null) return null;
  return readySubmission(sitting.study, sitting.work, [], atMs, () => 'id-1' as SubmissionId);
}

describe('a case', () => {
  it('cannot be sent before its films are painted and everything required is answered', () => {
    expect(ready(answered(opened, REALISM), 2000)).toBeNull();
    expect(ready(acted(opened, painted), 2000)).toBeNull();
    expect(ready(answered(acted(opened, painted), REALISM), 3000)).toMatchObject({
      answers: REALISM,
      timing: { readingTimeMs: 2000, awayMs: 0 },
    });
  });

  it('keeps its films over its stages, and the next stage’s time runs from when it came up', () => {
    const locked = acted(opened, painted, stepAt(NEXT_STAGE, 5000));
    expect(locked.work?.step.films).toEqual(FIRST.films);
    expect(locked.work?.form.answers).toEqual({});
    expect(ready(answered(locked, { alignment: 3 }), 6500)?.timing.readingTimeMs).toBe(1500);
  });

  it('carries nothing over to another case', () => {
    const other = caseStep('two');
    const next = acted(answered(acted(opened, painted), REALISM), stepAt(other, 9000));
    expect(next.work).toEqual(openSitting(STUDY, other, null, 9000).work);
  });
});

describe('a submission that failed', () => {
  const done = answered(acted(opened, painted), REALISM);
  const submission = ready(done, 3000);
  if (submission === null) throw new Error('Nothing is ready.');
  const lost = acted(done, { kind: 'send', submission }, failed);

  it('is sent again exactly as it was, id and times included', () => {
    expect(ready(lost, 60_000)).toBe(submission);
    expect(answered(lost, { realism: 1 })).toEqual(lost);
  });

  it('survives a pause', () => {
    const paused = acted(
      lost,
      { kind: 'cover', cover: 'pause', sinceMs: 4000 },
      stepAt({ kind: 'paused', since: '2026-01-05T09:00:00.000Z' }, 4001),
      stepAt(caseStep('one'), 8000),
    );
    expect(ready(paused, 9000)).toBe(submission);
  });

  it('can be changed where nothing was stored, and then is another submission', () => {
    const again = answered(acted(lost, { kind: 'edit-again' }), { realism: 1 });
    expect(ready(again, 5000)).toMatchObject({ answers: { ...REALISM, realism: 1 } });
  });

  it('gives way to what main says when the case is loaded again; the answers stay', () => {
    const fresh = caseStep('one');
    const loaded = acted(lost, { kind: 'step', step: fresh, kept: null, fresh: true, atMs: 9000 });
    expect(loaded.work).toMatchObject({ step: { films: fresh.films }, submission: { kind: 'none' } });
    expect(loaded.work?.form.answers).toEqual(REALISM);
  });
});

describe('pauses', () => {
  const working = answered(acted(opened, painted), { realism: 4 });
  const cover: SittingAction = { kind: 'cover', cover: 'pause', sinceMs: 2000 };
  const paused = acted(working, cover, stepAt({ kind: 'paused', since: '2026-01-05T09:00:00.000Z' }, 2010));

  it('cover the case, keep its answers and leave their time out', () => {
    expect(paused).toMatchObject({ cover: 'pause', work: { form: { answers: { realism: 4 } } } });
    expect(answered(paused, { realism: 1 }).work?.form).toEqual(working.work?.form);
    const back = answered(acted(paused, stepAt(caseStep('one'), 7000)), REALISM);
    expect(back.cover).toBe('none');
    expect(back.work?.step.films).toEqual(FIRST.films);
    expect(ready(back, 8000)?.timing).toMatchObject({ readingTimeMs: 2000, awayMs: 5000 });
  });

  it('that were found out count from the last input', () => {
    const idle = acted(working, { kind: 'cover', cover: 'idle', sinceMs: 1500 });
    const back = answered(acted(idle, stepAt(caseStep('one'), 61_500)), REALISM);
    expect(ready(back, 62_500)?.timing).toMatchObject({ readingTimeMs: 1500, awayMs: 60_000 });
  });

  it('hold on when the program comes back in one', () => {
    expect(openSitting(STUDY, { kind: 'paused', since: '' }, null, 0)).toMatchObject({
      cover: 'pause',
      work: null,
    });
  });
});

describe('work that was left', () => {
  it('is there again with its answers; the absence ends when the films are painted again', () => {
    const { work } = answered(acted(opened, painted), REALISM);
    if (work === null) throw new Error('There is no case.');
    const step = caseStep('one');
    const again = acted(openSitting(STUDY, step, leftWork(work, 3000), 20_000), {
      kind: 'painted',
      atMs: 21_000,
    });
    expect(again.work?.step.films).toEqual(step.films);
    expect(ready(again, 22_000)?.timing).toMatchObject({ readingTimeMs: 3000, awayMs: 18_000 });
  });

  it('of another stage is not taken up', () => {
    const { work } = answered(opened, REALISM);
    if (work === null) throw new Error('There is no case.');
    expect(openSitting(STUDY, NEXT_STAGE, work, 0).work?.form.answers).toEqual({});
  });
});

describe('a review', () => {
  const { interrupted: _none, ...shown } = caseStep('done', { stage: 'alignment', text: 'T' });
  const step: ReadingStep = { ...shown, kind: 'review', answers: { alignment: 2 } };
  const sitting = acted(openSitting(STUDY, step, null, 0), painted);

  it('begins with the answers that stand, and knows whether they were changed', () => {
    const { work } = sitting;
    if (work === null) throw new Error('There is no case.');
    expect(missingCount(STUDY, work)).toBe(0);
    expect(isRevised(STUDY, work)).toBe(false);
    const changed = answered(sitting, { alignment: 5 }).work;
    expect(changed !== null && isRevised(STUDY, changed)).toBe(true);
    const back = answered(answered(sitting, { alignment: 5 }), { alignment: 2 }).work;
    expect(back !== null && isRevised(STUDY, back)).toBe(false);
  });
});

describe('feedback', () => {
  it('stays beside its case until the reader goes on', () => {
    const { interrupted: _none, back: _back, ...own } = caseStep('t1');
    const step: ReadingStep = { ...own, kind: 'training', attempt: 1, maxAttempts: 2 };
    const of = { items: [{ item: 'realism', right: false, expected: 1 }], text: 'Ribs.', passed: null };
    const shown = acted(openSitting(STUDY, step, null, 0), painted, { kind: 'feedback', of, next: FIRST });
    expect(shown).toMatchObject({ work: { step: { readerCaseId: 't1' } }, feedback: { of } });
    expect(acted(shown, stepAt(FIRST, 2000))).toMatchObject({
      work: { step: { readerCaseId: 'one' } },
      feedback: null,
    });
  });
});
