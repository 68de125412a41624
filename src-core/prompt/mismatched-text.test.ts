import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { mismatchedText } from './mismatched-text.ts';
import { statedFacts } from './stated-facts.ts';

const random = () => seededRandom('mismatch');
const TEXT = '72 year old female. AP chest radiograph. Small left pleural effusion and mild pulmonary edema.';

describe('a text made wrong on purpose', () => {
  it('has left and right exchanged, in their own case', () => {
    expect(mismatchedText('Left effusion, right-sided pneumonia.', 'wrong-side', random())).toBe(
      'Right effusion, left-sided pneumonia.',
    );
    expect(mismatchedText('Pulmonary edema.', 'wrong-side', random())).toBeNull();
  });

  it('names other diseases than the film has, in the same words around them', () => {
    const wrong = mismatchedText(TEXT, 'wrong-finding', random()) ?? '';
    const { present, age, view } = statedFacts(wrong);
    expect(present).toHaveLength(2);
    expect(present).not.toContain('effusion');
    expect(present).not.toContain('edema');
    expect({ age, view }).toEqual({ age: 72, view: 'AP' });
    expect(wrong).toMatch(/Small left .* and mild /);
    expect(mismatchedText(TEXT, 'wrong-finding', random())).toBe(wrong);
    expect(mismatchedText('No acute cardiopulmonary process.', 'wrong-finding', random())).toBeNull();
  });

  it('denies what the film has, and claims what it has not where it has nothing', () => {
    expect(mismatchedText(TEXT, 'negated', random())).toBe(
      '72 year old female. AP chest radiograph. No small left pleural effusion or mild pulmonary edema.',
    );
    expect(mismatchedText('There is a right pneumothorax.', 'negated', random())).toBe(
      'No right pneumothorax.',
    );
    expect(mismatchedText('No pleural effusion or pneumothorax.', 'negated', random())).toBe(
      'Pleural effusion and pneumothorax.',
    );
    expect(mismatchedText('No acute cardiopulmonary process.', 'negated', random())).toBeNull();
    expect(mismatchedText('PA view.', 'negated', random())).toBeNull();
  });
});
