import { describe, expect, it } from 'vitest';
import type { ReadingStep } from '../../../src-core/contract/reader-calls.ts';
import { allocateReader } from '../../../src-core/study/allocation.ts';
import { validateProtocol } from '../../../src-core/study/protocol-freeze.ts';
import { counter } from '../../../src-core/study/test-study.ts';
import { leaksIn, type Received } from './reader-records.ts';
import { plainStudy } from './test-designs.ts';

const protocol = validateProtocol(plainStudy(4));
const allocation = allocateReader(protocol, 'reader-0', counter('opaque'));
const truth = { protocol, allocations: [allocation] };
const trial = allocation.sessions[0]?.trials[0];
if (trial === undefined) throw new Error('The order has a first case.');
const caseId = trial.films[0]?.caseId ?? '';
const text = protocol.cases.find((own) => own.caseId === caseId)?.text ?? '';
const URL_OF_30 = `app://blob/${'t'.repeat(30)}`;

type CaseStep = Extract<ReadingStep, { kind: 'case' }>;

const realism: CaseStep = {
  kind: 'case',
  readerCaseId: trial.readerCaseId,
  films: [URL_OF_30],
  stage: 'realism',
  stages: ['realism', 'alignment'],
  text: null,
  locked: [],
  position: 1,
  total: 4,
  interrupted: false,
  back: null,
};
const alignment: CaseStep = {
  ...realism,
  stage: 'alignment',
  text,
  locked: [
    { stage: 'realism', answers: { realism: 4, realOrSynthetic: 'real', confidence: 2, reasons: [] } },
  ],
};
const answer = (value: unknown): Received => ({
  kind: 'answer',
  name: 'reader.submit',
  input: {},
  answer: value,
});
const pixels = (byteLength: number): Received => ({
  kind: 'pixels',
  url: URL_OF_30,
  byteLength,
  bytes: new Uint8Array(byteLength),
});
const SOUND = [answer({ step: realism }), pixels(256), answer({ step: alignment }), pixels(256)];

describe('what reached a reader', () => {
  it('is sound where a text comes after realism is locked, and the answers say real or synthetic', () => {
    expect(leaksIn(SOUND, truth)).toEqual([]);
  });

  it.each([
    ['the text before realism is locked', answer({ step: { ...alignment, locked: [] } })],
    ['the text at the stage before', answer({ step: { ...realism, text } })],
    ['the text in an error', answer({ code: 'BAD_INPUT', message: `The case "${text}" is not due.` })],
    ['the id of a case', answer({ code: 'NOT_FOUND', message: `No pixels of ${caseId}.` })],
    ['the film of a case', answer({ code: 'NOT_FOUND', message: 'film-plain-2 is missing' })],
    ['the name of an arm', answer({ assignments: ['arm-model'] })],
    ['a field of the truth', answer({ unitId: 'x' })],
    ['a film of another length', pixels(255)],
    ['an address of another length', answer({ step: { ...realism, films: [`${URL_OF_30}t`] } })],
  ])('is not with %s', (_name, planted) => {
    expect(leaksIn([...SOUND, planted], truth)).not.toEqual([]);
  });

  it("is not with another case's text", () => {
    const other = protocol.cases.find((own) => own.caseId !== caseId)?.text ?? '';
    expect(leaksIn([answer({ step: { ...alignment, text: other } })], truth)).not.toEqual([]);
  });
});
