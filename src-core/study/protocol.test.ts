import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LightboxError } from '../base/errors.ts';
import { freezeProtocol, thawProtocol, validateProtocol } from './protocol.ts';
import { TEST_PROTOCOL } from './test-study.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

function refusalOf(run: () => unknown): LightboxError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof LightboxError) return thrown;
  }
  throw new Error('Nothing was refused.');
}

const [firstCase, secondCase, thirdCase, fourthCase] = TEST_PROTOCOL.cases;

describe('protocol', () => {
  it('frozen, has the SHA-256 of its canonical content, whatever the order of its keys', () => {
    const frozen = freezeProtocol(TEST_PROTOCOL, sha256Hex);
    const reordered = Object.fromEntries(Object.entries(TEST_PROTOCOL).reverse());
    expect(frozen.hash).toBe(sha256Hex(frozen.content));
    expect(freezeProtocol(reordered, sha256Hex)).toEqual(frozen);
    expect(freezeProtocol({ ...TEST_PROTOCOL, seed: 8 }, sha256Hex).hash).not.toBe(frozen.hash);
  });

  it('thawed, equals what was frozen; changed content is refused', () => {
    const { content, hash } = freezeProtocol(TEST_PROTOCOL, sha256Hex);
    expect(thawProtocol(content, hash, sha256Hex)).toEqual(TEST_PROTOCOL);
    const forged = content.replace('"seed":7', '"seed":8');
    expect(refusalOf(() => thawProtocol(forged, hash, sha256Hex)).code).toBe('CHAIN_BROKEN');
  });

  it('names the case that has no text', () => {
    const cases = [firstCase, { ...secondCase, text: ' \n' }, thirdCase, fourthCase];
    const refusal = refusalOf(() => validateProtocol({ ...TEST_PROTOCOL, cases }));
    expect(refusal).toMatchObject({ code: 'STUDY_INVALID', details: { caseId: 'case-real-2' } });
    expect(refusal.message).toContain('no text');
  });

  it('names the case that shows a film a second time', () => {
    const cases = [firstCase, { ...secondCase, filmId: firstCase?.filmId }, thirdCase, fourthCase];
    const refusal = refusalOf(() => validateProtocol({ ...TEST_PROTOCOL, cases }));
    expect(refusal.details).toEqual({ caseId: 'case-real-2', filmId: 'film-real-1' });
  });

  it.each([
    ['no reader', { readers: [] }],
    ['chosen twice', { readers: [...TEST_PROTOCOL.readers, ...TEST_PROTOCOL.readers] }],
    ['is there twice', { cases: [...TEST_PROTOCOL.cases, firstCase] }],
    ['"synthetic" has no case', { cases: TEST_PROTOCOL.cases.slice(0, 2) }],
    ['not declared', { arms: TEST_PROTOCOL.arms.slice(0, 1) }],
    ['declared twice', { arms: [...TEST_PROTOCOL.arms, ...TEST_PROTOCOL.arms] }],
    ['"seed"', { seed: -1 }],
    ['"name"', { name: ' ' }],
    ['"normalisation.matrixSizePx"', { normalisation: { ...TEST_PROTOCOL.normalisation, matrixSizePx: 0 } }],
    ['"formatVersion"', { formatVersion: 2 }],
    ['truth', { truth: 'an unknown field' }],
  ])('refuses and says %s', (words, change) => {
    const refusal = refusalOf(() => validateProtocol({ ...TEST_PROTOCOL, ...change }));
    expect(refusal.code).toBe('STUDY_INVALID');
    expect(refusal.message).toContain(words);
  });
});
