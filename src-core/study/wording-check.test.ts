import { describe, expect, it } from 'vitest';
import type { FilmId } from '../base/ids.ts';
import { type Random, seededRandom, uniformInteger } from '../base/random.ts';
import { FINDING_IDS } from '../prompt/findings.ts';
import { composeText, type Wording } from '../prompt/wording.ts';
import type { ProtocolCase } from './protocol.ts';
import { TEST_PROTOCOL, testArm, testCase } from './test-study.ts';
import { armsToldByTexts, LEAST_TEXTS, wordingWarnings } from './wording-check.ts';

const pick = <T>(random: Random, values: readonly T[]): T =>
  values[uniformInteger(random, values.length)] as T;

/** A random film in words. */
function composed(random: Random, wording: Wording = 'roentgen-v2'): string {
  return composeText(
    {
      age: 20 + uniformInteger(random, 60),
      sex: pick(random, ['male', 'female']),
      race: null,
      view: pick(random, ['PA', 'AP']),
      normal: false,
      findings: [
        {
          finding: pick(random, FINDING_IDS),
          presence: 'present',
          side: pick(random, ['left', 'right', 'bilateral', 'none']),
          size: pick(random, ['small', 'moderate', 'large', 'none']),
        },
      ],
    },
    wording,
  ).text;
}

/** As many films in each arm, with texts by arm. */
const films = (count: number, arms: Readonly<Record<string, (index: number) => string>>): ProtocolCase[] =>
  Object.entries(arms).flatMap(([arm, textOf]) =>
    Array.from({ length: count }, (_, index) => testCase(`${arm}-${index}`, arm, { text: textOf(index) })),
  );

describe('texts that tell the arm', () => {
  const random = seededRandom('wording');
  const same = () => composed(random);

  it('are found by another wording, by a habit of one arm, and by length alone', () => {
    for (const made of [
      () => composed(random, 'roentgen'),
      (index: number) => (index % 3 === 0 ? composed(random) : `${composed(random)} Stable.`),
      () => composed(random).split('. ').slice(1).join('. '),
    ]) {
      const [told] = armsToldByTexts(films(40, { real: same, synthetic: made }));
      expect(told).toMatchObject({ arm: 'real', pValue: 1 / 200 });
      expect(told?.largest).toBeGreaterThan(0.7);
    }
  });

  it('name what differs most', () => {
    const [told] = armsToldByTexts(
      films(30, { real: same, synthetic: () => composed(random).replace('.', '. Portable.') }),
    );
    expect(told?.by).toContain('“portable”');
  });

  it('are found in one of three arms, which is named', () => {
    const told = armsToldByTexts(
      films(40, { real: same, 'model-a': same, 'model-b': () => `${composed(random)} As before.` }),
    );
    expect(told.map(({ arm }) => arm)).toContain('model-b');
    expect(told.find(({ arm }) => arm === 'model-b')?.largest).toBe(1);
  });

  it('are not seen in texts of one source: of 60 such studies at most 4 are called told, at a level of 1 %', () => {
    let told = 0;
    for (let study = 0; study < 60; study += 1) {
      told += armsToldByTexts(films(15, { real: same, synthetic: same })).length;
    }
    // P(binomial(60, 0.01) > 4) is 0.0003.
    expect(told).toBeLessThanOrEqual(4);
  });

  it('are not looked for among too few, nor in images of one prompt, which say the same again', () => {
    const different = (index: number) => `Heart ${'x'.repeat(index + 1)}`;
    const few = films(LEAST_TEXTS - 1, { real: same, synthetic: different });
    expect(armsToldByTexts(few)).toEqual([]);
    const images = films(40, { real: same, synthetic: () => 'Heart.' }).map((entry) =>
      entry.arm === 'synthetic' ? { ...entry, prompt: 'Heart.' } : entry,
    );
    expect(armsToldByTexts(images)).toEqual([]);
  });

  it('give the same answer in any order of the films', () => {
    const cases = films(20, {
      real: same,
      synthetic: (index) => `${same()}${index % 2 === 0 ? ' Stable.' : ''}`,
    });
    expect(armsToldByTexts([...cases].reverse())).toEqual(armsToldByTexts(cases));
  });
});

const protocolOf = (
  own: readonly ProtocolCase[],
  rule: 'one-template' | 'from-real-text' | 'as-written',
) => ({
  ...TEST_PROTOCOL,
  arms: [testArm('real', 'real', own), testArm('synthetic', 'synthetic', own)],
  cases: [...own],
  wording: { rule, statement: 'As the rule says.' },
});
const none = new Map();

describe('what is said of texts that tell the arm', () => {
  const real = () => 'Stable appearance. No new consolidation.';
  const synthetic = () => '72 year old female. AP chest radiograph. Small left effusion.';

  it('names the ways of wording where there are too few texts for a classifier', () => {
    expect(wordingWarnings(protocolOf(films(1, { real, synthetic }), 'as-written'), none)).toEqual([
      expect.stringContaining('(age and sex, the view, a side, a size)'),
    ]);
    expect(wordingWarnings(protocolOf(films(3, { real, synthetic: real }), 'as-written'), none)).toEqual([]);
  });

  it('stands once where the classifier tells the arm too', () => {
    expect(wordingWarnings(protocolOf(films(15, { real, synthetic }), 'as-written'), none)).toEqual([
      expect.stringContaining('a simple classifier'),
    ]);
  });
});

describe('the rule of wording that a protocol states', () => {
  const random = seededRandom('rule');
  const cases = films(3, { real: () => composed(random), synthetic: () => composed(random) });

  it('of one template is held by composed texts, and not by others, which are counted', () => {
    expect(wordingWarnings(protocolOf(cases, 'one-template'), none)).toEqual([]);
    const [first, second, ...others] = cases.map((entry, index) =>
      index < 2 ? { ...entry, text: `There is ${entry.text}` } : entry,
    );
    if (first === undefined || second === undefined) throw new Error('two cases');
    const said = wordingWarnings(protocolOf([first, second, ...others], 'one-template'), none);
    expect(said).toEqual([expect.stringContaining('but 2 of 6 are not worded')]);
  });

  it('of one template is not held by two wordings', () => {
    const mixed = films(3, {
      real: () => composed(random),
      synthetic: () => 'Big right-sided pleural effusion.',
    });
    const said = wordingWarnings(protocolOf(mixed, 'one-template'), none);
    expect(said.filter((warning) => warning.includes('follow one template'))).toHaveLength(1);
  });

  it('of real texts is held where each made film has the text of the real film that it names', () => {
    const sources = new Map(
      cases.map(({ text, caseId }) => [
        `of-${caseId}` as FilmId,
        { kind: 'real' as const, text: ` ${text}` },
      ]),
    );
    const made = cases.map((entry) => ({ ...entry, textFrom: `of-${entry.caseId}` as FilmId }));
    expect(wordingWarnings(protocolOf(made, 'from-real-text'), sources)).toEqual([]);
    const wrong = made.map((entry) => ({
      ...entry,
      text: 'No edema.',
      textControl: { kind: 'mismatched' as const, how: 'negated' as const, originalText: entry.text },
    }));
    expect(wordingWarnings(protocolOf(wrong, 'from-real-text'), sources)).toEqual([]);
    const reworded = made.map((entry) => ({ ...entry, text: `${entry.text} Stable.` }));
    expect(wordingWarnings(protocolOf(reworded, 'from-real-text'), sources)).toEqual([
      expect.stringContaining('3 made film(s) have another text'),
    ]);
    expect(wordingWarnings(protocolOf(made, 'from-real-text'), none)).toEqual([
      expect.stringContaining('3 made film(s) name as the source'),
    ]);
  });

  it('is not looked at where no text is shown', () => {
    const { instrument } = TEST_PROTOCOL;
    const silent = {
      ...protocolOf([...cases.map((entry) => ({ ...entry, text: 'Free words.' }))], 'one-template'),
      instrument: {
        ...instrument,
        stages: instrument.stages.map((stage) => ({ ...stage, shows: 'film' as const })),
      },
    };
    expect(wordingWarnings(silent, none)).toEqual([]);
  });
});
