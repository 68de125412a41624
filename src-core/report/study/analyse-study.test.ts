import { describe, expect, it } from 'vitest';
import { seededRandom, shuffled } from '../../base/random.ts';
import { analyseStudy } from './analyse-study.ts';
import type { StudyAnalysis, StudyInput } from './study-analysis.ts';
import { testChoiceStudy, testStudy } from './test-study-readings.ts';

const SETTINGS = { level: 0.95, replicates: 100, seed: 1 };
const study = testStudy({ casesPerArm: 12, readers: 4 });
const analysis = await analyseStudy(study.input, SETTINGS);

/** Every number of a value, with where it stands. */
function numbersOf(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => numbersOf(entry, `${path}/${key}`));
}

/** The same readers under other ids and names, in the protocol's order. */
function renamed(input: StudyInput, nameOf: (id: string) => string): StudyInput {
  const { protocol } = input;
  return {
    ...input,
    protocol: {
      ...protocol,
      readers: protocol.readers.map((reader) => ({
        ...reader,
        id: nameOf(reader.id),
        name: nameOf(reader.name),
      })),
    },
    rows: input.rows.map((row) => ({
      ...row,
      readerId: nameOf(row.readerId),
      readerName: nameOf(row.readerName),
    })),
    sessions: input.sessions.map((session) => ({ ...session, readerId: nameOf(session.readerId) })),
  };
}

describe('the analysis of a study', () => {
  it('is plain JSON without numbers that JSON does not know', () => {
    expect(JSON.parse(JSON.stringify(analysis))).toEqual(analysis);
    expect(numbersOf(analysis).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  });

  it('is the same to the last digit again, and in whatever order rows and sessions come', async () => {
    const random = seededRandom('order');
    const input = {
      ...study.input,
      rows: shuffled(random, study.input.rows),
      sessions: shuffled(random, study.input.sessions),
    };
    expect(JSON.stringify(await analyseStudy(input, SETTINGS))).toBe(JSON.stringify(analysis));
  });

  it("holds the same numbers whatever the readers' ids and names are", async () => {
    // Backwards: ids that sort the other way round.
    const nameOf = (id: string): string => `z${1000 - Number(id.replace(/\D/g, '') || id.length)}-${id}`;
    const other = await analyseStudy(renamed(study.input, nameOf), SETTINGS);
    expect(numbersOf(other)).toEqual(numbersOf(analysis));
  });

  it('names its settings, its data and every estimator it used, once', () => {
    const { methods, ...rest } = analysis.provenance;
    expect(rest).toEqual({
      product: { name: 'Roentgen Lightbox', version: '0.1.0' },
      protocolHash: 'c'.repeat(64),
      dataSha256: 'd'.repeat(64),
      settings: SETTINGS,
    });
    const ids = methods.map(({ estimator }) => estimator);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('clustered-covariance');
    expect(ids).not.toContain('forced-choice-skill');
  });

  it('another seed draws other replicates and changes no closed form', async () => {
    const other = await analyseStudy(study.input, { ...SETTINGS, seed: 2 });
    const scale = (of: StudyAnalysis) => of.phases[0]?.scales[0]?.comparisons[0];
    expect(scale(other)?.difference).toEqual(scale(analysis)?.difference);
    expect(scale(other)?.bootstrap).not.toEqual(scale(analysis)?.bootstrap);
  });

  it('ends when it is cancelled, between any two steps', async () => {
    for (const after of [1, 20, 100]) {
      let asked = 0;
      const isCancelled = (): boolean => {
        asked += 1;
        return asked > after;
      };
      await expect(analyseStudy(study.input, SETTINGS, { isCancelled })).rejects.toMatchObject({
        code: 'CANCELLED',
      });
    }
  });

  it('tells its parts in order, each to its end', async () => {
    const ended: string[] = [];
    await analyseStudy(testChoiceStudy(2, { casesPerArm: 6, readers: 2 }).input, SETTINGS, {
      progress: (part, done, total) => {
        if (done === total && !ended.includes(part)) ended.push(part);
      },
    });
    expect(ended).toEqual(['readings', 'readers', 'mrmc', 'choices', 'ratings', 'agreement', 'times']);
  });
});
