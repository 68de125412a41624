import { describe, expect, it } from 'vitest';
import type { CaseId } from '../base/ids.ts';
import { QUESTIONNAIRE_STAGE } from './instrument.ts';
import { SUMMARY_TOPICS, type SummaryTopic, summariseProtocol } from './protocol-summary.ts';
import { firstValidProtocols } from './test-protocols.ts';
import { TEST_PROTOCOL } from './test-study.ts';

const sentencesOf = (protocol: typeof TEST_PROTOCOL, topic: SummaryTopic): string =>
  summariseProtocol(protocol)
    .filter((section) => section.topic === topic)
    .flatMap(({ sentences }) => sentences)
    .join('\n');

describe('summariseProtocol', () => {
  it('says in plain words what the test protocol states and what it leaves open', () => {
    expect(sentencesOf(TEST_PROTOCOL, 'design')).toBe(
      'Each of 4 films is shown by itself.\nApproved by an ethics board: IRB 2026-17.',
    );
    expect(sentencesOf(TEST_PROTOCOL, 'films')).toContain(
      'Arm "real": real films; of 5 imported, 2 were rejected, 2 kept and 2 used: chosen by a person. Kept by one coordinator.',
    );
    expect(sentencesOf(TEST_PROTOCOL, 'texts')).toContain('their wording may tell the arm');
    expect(sentencesOf(TEST_PROTOCOL, 'readers')).toContain(
      '2 readers, 12 years of experience, not stated for 1; each reads all cases.',
    );
    expect(sentencesOf(TEST_PROTOCOL, 'course')).toContain(
      'realism, verdict, confidence, reasons of the film alone; then, with those locked, alignment of the film with its text',
    );
    expect(sentencesOf(TEST_PROTOCOL, 'order')).toContain('(lightbox-order-2, seed 7)');
    const ofDraft = summariseProtocol(TEST_PROTOCOL, 'draft').find(({ topic }) => topic === 'order');
    expect(ofDraft?.sentences[0]).toContain('(lightbox-order-2, its seed is drawn at the freeze and sealed)');
    expect(sentencesOf(TEST_PROTOCOL, 'analysis')).toContain('the analysis is exploratory');
  });

  it('speaks of one case or check as of one, and of more as of more', () => {
    const [some] = TEST_PROTOCOL.cases;
    if (some === undefined) throw new Error('the test protocol has cases');
    const added = (role: 'calibration' | 'attention', count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...some, caseId: `${role}-${index}` as CaseId, role }));
    const order = (count: number) =>
      sentencesOf(
        {
          ...TEST_PROTOCOL,
          cases: [...TEST_PROTOCOL.cases, ...added('calibration', count), ...added('attention', count)],
          calibration: { placement: 'every-session' },
          attention: { minDistance: 2, maxFailures: null },
        },
        'order',
      );
    expect(order(1)).toContain('1 calibration case opens every session and is left out of the analysis.');
    expect(order(1)).toContain('1 attention check stands in each phase.');
    expect(order(2)).toContain('2 calibration cases open every session and are left out of the analysis.');
    expect(order(2)).toContain('2 attention checks are spread over each phase.');
  });

  it('names phases, washouts, questionnaires, margins and repeats', () => {
    const [phase] = TEST_PROTOCOL.phases;
    if (phase?.kind !== 'reading') throw new Error('the first phase is read');
    const questionnaire = {
      items: [{ ...itemOf('comment'), stage: QUESTIONNAIRE_STAGE }],
    };
    const protocol = {
      ...TEST_PROTOCOL,
      phases: [
        { ...phase, id: 'blind', purpose: 'blinded' as const, stages: ['realism'], questionnaire },
        {
          ...phase,
          id: 'open',
          stages: ['alignment'],
          sessions: 2,
          washout: { beforeDays: 28, betweenDays: 1 },
        },
      ],
      repeats: { phase: 'blind', count: 1, minDistance: 2, placement: 'same-session' as const },
      endpoints: [
        {
          id: 'realism',
          estimand: 'realism-difference' as const,
          primary: true,
          hypothesis: { kind: 'non-inferiority' as const, margin: 0.5 },
          alpha: 0.025,
        },
      ],
    };
    expect(sentencesOf(protocol, 'course')).toContain(
      '2 sessions, at least 28 days after the phase before, at least 1 day apart',
    );
    expect(sentencesOf(protocol, 'course')).toContain('It ends with a questionnaire of 1 question.');
    expect(sentencesOf(protocol, 'order')).toContain(
      '1 case of the phase "blind" is shown again unannounced',
    );
    expect(sentencesOf(protocol, 'analysis')).toContain(
      'Primary endpoint "realism": realism difference, non-inferiority with a margin of 0.5, alpha 0.025.',
    );
    expect(sentencesOf(protocol, 'analysis')).toContain('analysed apart');
  });

  it('has whole sentences under every topic of any protocol', () => {
    for (const { protocol, seed } of firstValidProtocols(0, 60)) {
      const sections = summariseProtocol(protocol);
      expect(sections.map(({ topic }) => topic)).toEqual(SUMMARY_TOPICS);
      for (const { sentences } of sections) {
        expect(sentences.length, `seed ${seed}`).toBeGreaterThan(0);
        for (const sentence of sentences) expect(sentence).toMatch(/^\S.*[.]$/);
        expect(sentences.join()).not.toMatch(/undefined|null|NaN|\[object/);
      }
    }
  });
});

function itemOf(id: string) {
  return {
    id,
    kind: 'free-text' as const,
    measures: 'comment' as const,
    required: false,
    label: { text: 'Did you notice anything?' },
    when: null,
    maxLength: 500,
    key: null,
  };
}
