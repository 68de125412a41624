import { beforeAll, describe, expect, it } from 'vitest';
import { validateProtocol } from '../study/protocol-freeze.ts';
import { analyseStudy } from './study/analyse-study.ts';
import type { StudyAnalysis } from './study/study-analysis.ts';
import { readStudy, type TestStudy, testChoiceStudy, testStudy } from './study/test-study-readings.ts';
import { studyReport } from './study-report.ts';
import { expectSound, textsOf } from './test-report.ts';

const SETTINGS = { level: 0.95, replicates: 100, seed: 1 };

async function reported(study: TestStudy) {
  const analysis = await analyseStudy(study.input, SETTINGS);
  return { study, analysis, document: studyReport(analysis, study.protocol) };
}

const allText = (document: ReturnType<typeof studyReport>): string => textsOf(document).join('\n');

describe('the report of a study of two models in two phases', () => {
  let found: { study: TestStudy; analysis: StudyAnalysis; document: ReturnType<typeof studyReport> };
  beforeAll(async () => {
    found = await reported(testStudy({ casesPerArm: 14, readers: 4, seed: 2 }));
  }, 60_000);

  it('is valid, places every figure once, explains every gap and claims nothing it may not', () => {
    expectSound(found.document);
    expect([...new Set(found.document.figures.map(({ kind }) => kind))].sort()).toEqual([
      'agreement',
      'confusion',
      'flow',
      'forest',
      'likert',
      'mark-map',
      'roc',
      'time-order',
    ]);
  });

  it('begins with the answers, the primary endpoint first', () => {
    const [summary] = found.document.sections;
    expect(summary?.id).toBe('summary');
    const answers = summary?.blocks.flatMap((block) =>
      block.kind === 'paragraph' && block.tone !== 'plain' ? [block.text] : [],
    );
    expect(answers?.map((text) => text.split(' ')[0])).toEqual(
      ['Detection', 'Realism', 'Alignment', 'Models', 'Agreement'].slice(0, answers?.length),
    );
    expect(answers).toHaveLength(found.analysis.endpoints.length);
  });

  it('draws agreement on the verdict, realism and scales alone: of reasons and findings there are tables', () => {
    const drawn = found.document.figures.filter(({ kind }) => kind === 'agreement');
    const asked = found.analysis.phases.flatMap(({ agreement }) => agreement);
    const names = drawn.map(({ title }) => title);
    expect(names).toContain('Agreement on the verdict real or synthetic');
    expect(names).toContain('Agreement on confidence');
    expect(names.filter((title) => /finding|reason/i.test(title))).toEqual([]);
    expect(asked.some(({ part }) => part !== null)).toBe(true);
  });

  it('keeps the tables by reader, finding and view out of the body, each in the supplement', () => {
    const ids = (wanted: boolean) =>
      found.document.sections
        .filter(({ id }) => (id === 'supplement') === wanted)
        .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.id] : [])));
    const long = /-(readers|groups|pairs|repeats|calls|exact|counts|auc|balanced|subgroups|rank-sums|trend)$/;
    expect(found.document.sections.at(-1)?.id).toBe('supplement');
    expect(ids(false).filter((id) => long.test(id))).toEqual(['flow-readers']);
    expect(ids(true).filter((id) => long.test(id)).length).toBeGreaterThan(20);
  });

  it('has sensitivity analyses of the primary endpoints after the answers, beside what was answered', () => {
    const [summary] = found.document.sections;
    const table = summary?.blocks.find(
      (block) => block.kind === 'table' && block.id === 'endpoints-sensitivity',
    );
    const { sensitivity, endpoints } = found.analysis;
    expect(sensitivity.length).toBeGreaterThan(0);
    const again = new Set(sensitivity.map(({ endpoint }) => endpoint));
    expect(endpoints.filter(({ primary }) => primary).map(({ id }) => id)).toEqual(
      expect.arrayContaining([...again]),
    );
    expect(table?.kind === 'table' ? table.rows.map(({ cells }) => cells[0]) : []).toEqual([
      'All, as answered',
      ...sensitivity.map(() => expect.stringMatching(/^Without .*reading/)),
    ]);
    expect(allText(found.document)).toContain('They do not take its place, and decide nothing.');
  });

  it('is the same for the same analysis', () => {
    expect(JSON.stringify(studyReport(found.analysis, found.study.protocol))).toBe(
      JSON.stringify(found.document),
    );
  });

  it('counts and names every missing reading', () => {
    const missing = found.analysis.flow.missing;
    expect(missing.length).toBeGreaterThan(0);
    const tables = found.document.sections
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.kind === 'table' ? [block] : []))
      .filter(({ id }) => id.startsWith('flow-missing'));
    // The first dozen where the reader meets them, the others in the supplement.
    expect(tables.map(({ id }) => id)).toEqual(['flow-missing', 'flow-missing-more']);
    expect(tables.map(({ rows }) => rows.length)).toEqual([12, missing.length - 12]);
    expect(allText(found.document)).toContain(
      `${missing.length} readings of ${found.analysis.flow.readings.expected}`,
    );
  });

  it('has all 44 items of the checklist, in order, and names where each is filled in', () => {
    const blocks = found.document.sections.flatMap((section) => section.blocks);
    const items = blocks.flatMap((block) => (block.kind === 'checklist' ? block.items : []));
    expect(items.map(({ number }) => Number(number))).toEqual(
      Array.from({ length: 44 }, (_, index) => index + 1),
    );
    const titles = found.document.sections.map(({ title }) => title.split(':')[0] ?? '');
    for (const { text } of items) {
      for (const [, name = ''] of text.matchAll(
        /[Ss]ee (Summary|Protocol|Flow of cases and readings|Statistical methods|Agreement of readers|Limits|Data and reproduction)/g,
      )) {
        expect(titles).toContain(name);
      }
    }
  });

  it('for publication calls readers by numbers, and no name comes through', () => {
    const document = studyReport(found.analysis, found.study.protocol, { readerNames: 'numbers' });
    expectSound(document);
    expect(JSON.stringify(document)).not.toMatch(/\b(Ada|Ben|Cleo|Dan)\b|reader-\d/);
    expect(allText(document)).toContain('Reader 4');
  });

  it('draws marks on the films that are given', () => {
    const film = found.analysis.phases.flatMap(({ marks }) => marks.flatMap(({ films }) => films))[0];
    const document = studyReport(found.analysis, found.study.protocol, {
      films: new Map([[film?.filmId ?? '', 'iVBORw0KGgo=']]),
    });
    const drawn = document.figures.filter((figure) => figure.kind === 'mark-map' && figure.filmPng !== null);
    expect(drawn).toHaveLength(1);
    expectSound(document);
  });

  it('says when the study was unblinded early, and what did not converge', () => {
    const document = studyReport(found.analysis, found.study.protocol, {
      conduct: { unblinded: { at: '2026-01-02T03:04:05Z', reason: 'A reader asked.', beforeClose: true } },
    });
    expect(allText(document)).toContain(
      'unblinded before the reading was closed (2026-01-02 03:04 UTC): A reader asked.',
    );
    expectSound(document);
  });
});

describe('other studies', () => {
  it.each([2, 4] as const)('of choices among %d films', async (films) => {
    const { document } = await reported(testChoiceStudy(films, { casesPerArm: 12, readers: 3 }));
    expectSound(document);
    expect(allText(document)).toContain(`one among ${films} films`);
  });

  it('without endpoints are exploratory as a whole', async () => {
    const { protocol } = testStudy({ casesPerArm: 8, readers: 2 });
    const { document } = await reported(readStudy(validateProtocol({ ...protocol, endpoints: [] }), 3, true));
    expectSound(document);
    expect(allText(document)).toContain('everything in this report is exploratory');
  }, 60_000);

  it('with a single reader, and with hardly a reading', async () => {
    for (const options of [
      { casesPerArm: 8, readers: 1, finished: true },
      { casesPerArm: 8, readers: 2, seed: 5 },
    ]) {
      const { document } = await reported(testStudy(options));
      expectSound(document);
    }
  }, 60_000);
});
