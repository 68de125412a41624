import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../base/errors.ts';
import {
  EMPTY_DESCRIPTION,
  type FilmDescription,
  type FindingStatement,
  parseDescription,
} from './description.ts';
import { FINDING_IDS, FINDINGS, findingTerm } from './findings.ts';
import { filmTextFromLabels } from './label-text.ts';
import { mirroredPairs } from './mirrored-pairs.ts';
import { uncoveredWords } from './uncovered-words.ts';
import { composeText, WORDINGS } from './wording.ts';

const present = (
  finding: FindingStatement['finding'],
  side: FindingStatement['side'] = 'none',
  size: FindingStatement['size'] = 'none',
): FindingStatement => ({ finding, presence: 'present', side, size });
const absent = (finding: FindingStatement['finding']): FindingStatement => ({
  finding,
  presence: 'absent',
  side: 'none',
  size: 'none',
});
const describing = (...findings: FindingStatement[]): FilmDescription => ({ ...EMPTY_DESCRIPTION, findings });

describe('composeText in RoentGen wording', () => {
  it('writes the published example', () => {
    // Origin: Bluethgen et al., the prompt of RoentGen's figures.
    const description = describing(present('effusion', 'right', 'large'), present('atelectasis'));
    expect(composeText(description, 'roentgen')).toEqual({
      text: 'Big right-sided pleural effusion with adjacent atelectasis.',
      omitted: [],
    });
  });

  it('says which fields it has no place for', () => {
    const description: FilmDescription = {
      ...describing(present('edema')),
      age: 60,
      sex: 'female',
      view: 'AP',
    };
    expect(composeText(description, 'roentgen')).toEqual({
      text: 'Pulmonary edema. AP chest radiograph.',
      omitted: ['age', 'sex'],
    });
  });
});

describe('composeText in RoentGen-v2 wording', () => {
  it('writes demographics, view and impression', () => {
    const description: FilmDescription = {
      ...describing(
        present('effusion', 'bilateral', 'small'),
        present('cardiomegaly', 'none', 'large'),
        absent('pneumothorax'),
      ),
      age: 77,
      sex: 'male',
      race: 'White',
      view: 'PA',
    };
    expect(composeText(description, 'roentgen-v2').text).toBe(
      '77 year old WHITE male. PA chest radiograph. ' +
        'Small bilateral pleural effusions and severe cardiomegaly. No pneumothorax.',
    );
  });

  it('joins absent findings by "or", and states a normal film', () => {
    const description = {
      ...describing(absent('pneumonia'), absent('edema'), absent('effusion')),
      normal: true,
    };
    expect(composeText(description, 'roentgen-v2').text).toBe(
      'No acute cardiopulmonary process. No pneumonia, pulmonary edema or pleural effusion.',
    );
  });

  it('says nothing for a description that states nothing', () => {
    expect(composeText(EMPTY_DESCRIPTION, 'roentgen-v2').text).toBe('');
  });
});

describe('parseDescription', () => {
  it.each([
    [describing(present('cardiomegaly', 'left')), 'cardiomegaly has no side'],
    [describing(present('pacemaker', 'left', 'large')), 'pacemaker has no size'],
    [describing(present('edema'), absent('edema')), 'stated twice'],
    [{ ...describing(present('edema')), normal: true }, 'is not normal'],
    [{ ...EMPTY_DESCRIPTION, age: 121 }, 'at age'],
    [{ ...EMPTY_DESCRIPTION, view: 'oblique' }, 'at view'],
  ])('refuses %j: %s', (description, words) => {
    expect(() => parseDescription(description)).toThrow(words);
  });

  it('accepts a device on a normal film', () => {
    const description = { ...describing(present('pacemaker', 'left')), normal: true };
    expect(parseDescription(description)).toEqual(description);
  });
});

describe('filmTextFromLabels', () => {
  it('words labels as a prompt is worded, in the order of the vocabulary', () => {
    const findings = ['Pneumonia', 'Pleural_Thickening', 'Edema'];
    expect(filmTextFromLabels({ age: 77, sex: 'M', view: 'AP', findings })).toBe(
      '77 year old male. AP chest radiograph. Pneumonia, pulmonary edema and pleural thickening.',
    );
    expect(filmTextFromLabels({ age: null, sex: 'female', view: ' pa ', findings: ['no finding'] })).toBe(
      'Female. PA chest radiograph. No acute cardiopulmonary process.',
    );
  });

  it('knows the fourteen labels of NIH ChestX-ray14', () => {
    // Origin: Wang et al., CVPR 2017, as extended to fourteen labels in the data set's README.
    const labels =
      'Atelectasis Cardiomegaly Effusion Infiltration Mass Nodule Pneumonia Pneumothorax ' +
      'Consolidation Edema Emphysema Fibrosis Pleural_Thickening Hernia';
    expect(FINDINGS.flatMap(({ nihLabel }) => nihLabel ?? []).join(' ')).toBe(labels);
    for (const label of labels.split(' ')) {
      expect(filmTextFromLabels({ age: null, sex: null, view: null, findings: [label] })).toMatch(
        /^[A-Z][a-z ]+\.$/,
      );
    }
  });

  it('equals the text of a prompt composed from the same facts, so that it does not tell the arm', () => {
    const anyFindings = fc.uniqueArray(
      fc.constantFrom(...FINDINGS.filter(({ nihLabel }) => nihLabel !== null)),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(anyFindings, fc.integer({ min: 0, max: 120 }), (findings, age) => {
        const inOrder = FINDINGS.filter((finding) => findings.some(({ id }) => id === finding.id));
        const description: FilmDescription = {
          ...describing(...inOrder.map(({ id }) => present(id))),
          age,
          sex: 'female',
          view: 'AP',
        };
        const labels = findings.map(({ nihLabel, id }) => nihLabel ?? id);
        expect(filmTextFromLabels({ age, sex: 'F', view: 'AP', findings: labels })).toBe(
          composeText(description, 'roentgen-v2').text,
        );
      }),
    );
  });

  it.each([
    ['sex', { sex: 'X' }],
    ['view', { view: 'oblique' }],
    ['age', { age: 4.5 }],
    ['findings', { findings: ['Scoliosis'] }],
    ['findings', { findings: ['No Finding', 'Edema'] }],
    ['findings', { findings: [] }],
    ['sex', { sex: 'constructor' }],
  ])('refuses and names the field %s for %j', (field, change) => {
    const labels = { age: 50, sex: 'M', view: 'PA', findings: ['Edema'], ...change };
    let refusal: unknown = null;
    try {
      filmTextFromLabels(labels);
    } catch (thrown) {
      refusal = thrown;
    }
    expect(refusal).toBeInstanceOf(LightboxError);
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', details: { field } });
  });
});

describe('mirroredPairs', () => {
  it('gives left and right, with and without, in one go', () => {
    const description = describing(present('effusion', 'left', 'large'), present('pneumonia'));
    const pairs = mirroredPairs(description, 'roentgen-v2').map(({ label, text }) => [label, text]);
    expect(pairs).toEqual([
      ['left', 'Large left pleural effusion and pneumonia.'],
      ['right', 'Large right pleural effusion and pneumonia.'],
      ['without effusion', 'Pneumonia. No pleural effusion.'],
      ['without pneumonia', 'Large left pleural effusion. No pneumonia.'],
    ]);
  });

  it('exchanges every side, and twice gives the description again', () => {
    const side = fc.constantFrom('left', 'right', 'bilateral', 'none');
    const sided = FINDING_IDS.filter((id) => findingTerm(id).side !== 'none');
    const findings = fc.uniqueArray(fc.record({ finding: fc.constantFrom(...sided), side }), {
      selector: ({ finding }) => finding,
    });
    fc.assert(
      fc.property(findings, fc.constantFrom(...WORDINGS), (entries, wording) => {
        const description = describing(...entries.map((entry) => present(entry.finding, entry.side)));
        const other = mirroredPairs(description, wording).find(({ change }) => change === 'other-side');
        const hasSide = entries.some((entry) => entry.side === 'left' || entry.side === 'right');
        expect(other !== undefined).toBe(hasSide);
        if (other === undefined) return;
        const back = mirroredPairs(other.description, wording).find(({ change }) => change === 'other-side');
        expect(back?.description).toEqual(description);
        expect(other.text).not.toBe(composeText(description, wording).text);
      }),
    );
  });

  it('gives the description alone when there is nothing to change', () => {
    expect(mirroredPairs({ ...EMPTY_DESCRIPTION, normal: true }, 'roentgen-v2')).toHaveLength(1);
  });
});

describe('uncoveredWords', () => {
  const trained = new Set(['right', 'sided', 'pleural', 'effusion', 'year', 'old']);

  it('marks words outside the training at their place, whatever their case', () => {
    const text = '60 year old. Right-sided PLEURAL Effusion, Kerley-B lines';
    expect(uncoveredWords(text, trained)).toEqual([
      { word: 'Kerley', start: 43, end: 49 },
      { word: 'B', start: 50, end: 51 },
      { word: 'lines', start: 52, end: 57 },
    ]);
  });

  it('gives offsets that cut out the word in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const { word, start, end } of uncoveredWords(text, trained)) {
          expect(text.slice(start, end)).toBe(word);
        }
      }),
    );
  });
});

describe('agreement with the forge', () => {
  const forge = new URL('../../tools/forge/forge/prompts.py', import.meta.url);

  it('words every label, both views and the normal film by phrases the embedded model is trained on', () => {
    const phrases = new Set(
      Array.from(readFileSync(forge, 'utf8').matchAll(/"([^"\n]+)"/g), ([, text]) => text),
    );
    const worded = FINDINGS.filter(({ nihLabel }) => nihLabel !== null).map(({ singular }) => singular);
    const expected = [
      ...worded,
      'AP chest radiograph',
      'PA chest radiograph',
      'No acute cardiopulmonary process.',
    ];
    expect(expected.filter((phrase) => !phrases.has(phrase))).toEqual([]);
  });
});
