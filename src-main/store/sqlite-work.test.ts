import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobId } from '../../src-core/base/ids.ts';
import type { JobRequest, NewSyntheticFilm } from './ports.ts';
import {
  blobNamed,
  codeOf,
  DRIVERS,
  openTestStore,
  REQUEST,
  realFilm,
  type TestStore,
} from './testing/test-store.ts';

describe.each(DRIVERS)('people, prompts, jobs and films over %s', (name) => {
  let test: TestStore;
  beforeEach(() => {
    test = openTestStore(name);
  });
  afterEach(() => test.dispose());

  const synthetic = (
    jobId: JobId,
    jobIndex: number,
    over: Partial<NewSyntheticFilm> = {},
  ): NewSyntheticFilm => ({
    jobId,
    jobIndex,
    seed: 7 + jobIndex,
    recipe: { prompt: 'x', steps: 25 },
    pixelsBlob: blobNamed('c'),
    width: 256,
    height: 256,
    bits: 8,
    text: REQUEST.prompt,
    ...over,
  });

  describe('users', () => {
    it('keeps names unique within a role, letter case aside, and survive a restart', async () => {
      const ada = test.store.users.add('reader', '  Ada ');
      expect(ada.name).toBe('Ada');
      expect(await codeOf(() => test.store.users.add('reader', 'ADA'))).toBe('CONFLICT');
      expect(test.store.users.add('coordinator', 'Ada').id).not.toBe(ada.id);
      expect(test.store.users.findOrAdd('reader', 'ada')).toEqual(ada);
      test.reopen();
      expect(test.store.users.get(ada.id)).toEqual(ada);
      expect(test.store.users.list('reader')).toEqual([ada]);
      expect(test.store.users.list().map(({ role }) => role)).toEqual(['coordinator', 'reader']);
    });

    it('refuses a blank name and an unknown id', async () => {
      expect(await codeOf(() => test.store.users.add('reader', ' '))).toBe('BAD_INPUT');
      expect(await codeOf(() => test.store.users.get('none' as never))).toBe('NOT_FOUND');
    });
  });

  it('keeps, changes and removes saved prompts', async () => {
    const { prompts } = test.store;
    const saved = prompts.add({
      name: 'Effusion',
      text: 'a\nb "c"',
      negative: '',
      settings: { steps: 25, tags: ['x'] },
    });
    expect(prompts.get(saved.id).settings).toEqual({ steps: 25, tags: ['x'] });
    prompts.update(saved.id, { name: 'Edema', text: 't', negative: 'n', settings: {} });
    expect(prompts.list()).toEqual([{ ...saved, name: 'Edema', text: 't', negative: 'n', settings: {} }]);
    prompts.remove(saved.id);
    expect(prompts.list()).toEqual([]);
    expect(await codeOf(() => prompts.remove(saved.id))).toBe('NOT_FOUND');
  });

  describe('jobs', () => {
    it('run in the order they were queued', () => {
      const [first, second] = [
        test.store.jobs.enqueue(REQUEST),
        test.store.jobs.enqueue({ ...REQUEST, seed: 8 }),
      ];
      expect(first.request).toEqual(REQUEST);
      expect(test.store.jobs.claimNext()).toMatchObject({ id: first.id, state: 'running' });
      expect(test.store.jobs.claimNext()?.id).toBe(second.id);
      expect(test.store.jobs.claimNext()).toBeUndefined();
      expect(test.store.jobs.finish(first.id).state).toBe('done');
      expect(test.store.jobs.fail(second.id, 'ENGINE_DIED', 'The engine died.')).toMatchObject({
        state: 'failed',
        errorCode: 'ENGINE_DIED',
        errorMessage: 'The engine died.',
      });
      expect(test.store.jobs.list(['done']).map(({ id }) => id)).toEqual([first.id]);
    });

    it('go back to the queue, at their place, when the program dies; finished films stay', () => {
      const first = test.store.jobs.enqueue(REQUEST);
      const second = test.store.jobs.enqueue(REQUEST);
      test.store.jobs.claimNext();
      const kept = test.store.films.addSynthetic(synthetic(first.id, 0)).film;
      const last = test.store.films.addSynthetic(synthetic(first.id, 2)).film;
      test.reopen();
      const { jobs } = test.store;
      expect(jobs.list().map(({ id, state, doneCount }) => [id, state, doneCount])).toEqual([
        [first.id, 'queued', 2],
        [second.id, 'queued', 0],
      ]);
      expect(jobs.finishedIndexes(first.id)).toEqual([0, 2]);
      expect(jobs.filmIds([first.id, second.id])).toEqual(new Map([[first.id, [kept.id, last.id]]]));
      expect(jobs.claimNext()?.id).toBe(first.id);
    });

    it('move between states in the allowed ways only', async () => {
      const { jobs } = test.store;
      const { id } = jobs.enqueue(REQUEST);
      expect(await codeOf(() => jobs.finish(id))).toBe('CONFLICT');
      expect(await codeOf(() => jobs.requeue(id))).toBe('CONFLICT');
      expect(jobs.cancel(id).state).toBe('cancelled');
      expect(await codeOf(() => jobs.cancel(id))).toBe('CONFLICT');
      const other = jobs.enqueue(REQUEST);
      expect(jobs.requeue(id)).toMatchObject({ state: 'queued', finishedAt: null });
      expect(jobs.claimNext()?.id).toBe(other.id);
      expect(await codeOf(() => jobs.get('none' as JobId))).toBe('NOT_FOUND');
    });

    it('leave the list when cleared, with their films kept', () => {
      const { jobs, films } = test.store;
      const { id } = jobs.enqueue(REQUEST);
      jobs.claimNext();
      films.addSynthetic(synthetic(id, 0));
      jobs.finish(id);
      const waiting = jobs.enqueue(REQUEST);
      jobs.clearFinished();
      expect(jobs.list().map((job) => job.id)).toEqual([waiting.id]);
      expect(films.list({ jobId: id }, { limit: 10, offset: 0 }).total).toBe(1);
      expect(jobs.get(id).state).toBe('done');
    });

    it('refuse a request that does not parse', async () => {
      const bad = { ...REQUEST, count: 0 } as JobRequest;
      expect(await codeOf(() => test.store.jobs.enqueue(bad))).toBe('BAD_INPUT');
      expect(test.store.jobs.list()).toEqual([]);
    });
  });

  describe('films', () => {
    it('hold one film for each index of a job, however often it is stored', () => {
      const job = test.store.jobs.enqueue(REQUEST);
      const first = test.store.films.addSynthetic(synthetic(job.id, 0));
      const again = test.store.films.addSynthetic(synthetic(job.id, 0, { pixelsBlob: blobNamed('d') }));
      expect(first.added).toBe(true);
      expect(again).toEqual({ film: first.film, added: false });
      expect(first.film).toMatchObject({ ...synthetic(job.id, 0), kind: 'synthetic', decision: 'undecided' });
      expect(test.store.jobs.get(job.id).doneCount).toBe(1);
    });

    it('take the same source file once, under whatever name', () => {
      const first = test.store.films.addReal(realFilm());
      const again = test.store.films.addReal(realFilm({ sourceName: 'copy.png', importBatch: 'batch-2' }));
      expect(first.film).toMatchObject({ ...realFilm(), kind: 'real' });
      expect(again).toEqual({ film: first.film, added: false });
      expect(test.store.films.findBySource(blobNamed('b'), 0)).toEqual(first.film);
      expect(test.store.films.findBySource(blobNamed('b'), 1)).toBeUndefined();
    });

    it('log every decision; the latest counts', async () => {
      const { films } = test.store;
      const { id } = films.addReal(realFilm()).film;
      films.decide(id, 'keep', 'Coordinator');
      expect(films.decide(id, 'reject', 'Coordinator', 'burned-in text')).toMatchObject({
        decision: 'reject',
        decisionReason: 'burned-in text',
      });
      expect(films.decisions(id).map(({ decision, reason }) => [decision, reason])).toEqual([
        ['keep', null],
        ['reject', 'burned-in text'],
      ]);
      expect(await codeOf(() => films.decide('none' as never, 'keep', 'x'))).toBe('NOT_FOUND');
    });

    it('are found by kind, decision, job and text, newest first, in pages', async () => {
      const { films, jobs } = test.store;
      const job = jobs.enqueue(REQUEST);
      const real = films.addReal(realFilm({ text: '50%_clear' })).film;
      const [one, two] = [0, 1].map((index) => films.addSynthetic(synthetic(job.id, index)).film);
      films.decide(real.id, 'keep', 'C');
      const ids = (filter: Parameters<typeof films.list>[0], limit = 10, offset = 0) =>
        films.list(filter, { limit, offset }).films.map(({ id }) => id);
      expect(ids({})).toEqual([two?.id, one?.id, real.id]);
      expect(ids({}, 1, 1)).toEqual([one?.id]);
      expect(films.list({}, { limit: 1, offset: 0 }).total).toBe(3);
      expect(ids({ kind: 'real' })).toEqual([real.id]);
      expect(ids({ decision: 'keep' })).toEqual([real.id]);
      expect(ids({ decision: 'undecided' })).toEqual([two?.id, one?.id]);
      expect(ids({ jobId: job.id })).toEqual([two?.id, one?.id]);
      expect(ids({ search: 'EFFUSION' })).toEqual([two?.id, one?.id]);
      expect(ids({ search: 'film-1' })).toEqual([real.id]);
      // The pattern characters of LIKE stand for themselves.
      expect(ids({ search: '50%_' })).toEqual([real.id]);
      expect(ids({ search: '5_%' })).toEqual([]);
      expect(ids({ search: '' })).toHaveLength(3);
      expect(await codeOf(() => ids({}, 0))).toBe('BAD_INPUT');
    });

    it('are counted by kind, each once, whatever else is asked for', () => {
      const job = test.store.jobs.enqueue(REQUEST);
      const made = test.store.films.addSynthetic(synthetic(job.id, 0)).film;
      test.store.films.addSynthetic(synthetic(job.id, 1));
      const real = test.store.films.addReal(realFilm()).film;
      const { countKinds } = test.store.films;
      expect(countKinds([made.id, real.id, real.id, 'no film' as never])).toEqual({ real: 1, synthetic: 1 });
      expect(countKinds([])).toEqual({ real: 0, synthetic: 0 });
    });

    it('take a later text for real films only', async () => {
      const { films, jobs } = test.store;
      const real = films.addReal(realFilm({ text: '' })).film;
      expect(films.describeReal(real.id, { text: 'Edema.', label: 'Edema' })).toMatchObject({
        text: 'Edema.',
      });
      const made = films.addSynthetic(synthetic(jobs.enqueue(REQUEST).id, 0)).film;
      expect(await codeOf(() => films.describeReal(made.id, { text: '', label: null }))).toBe('BAD_INPUT');
    });
  });

  it('undo everything of a transaction that throws', () => {
    const failing = () =>
      test.store.transaction(() => {
        test.store.users.add('reader', 'Ada');
        test.store.audit.append({ actor: 'C', action: 'x', details: {} });
        throw new Error('stop');
      });
    expect(failing).toThrow('stop');
    expect(test.store.users.list()).toEqual([]);
    expect(test.store.audit.list()).toEqual([]);
  });
});
