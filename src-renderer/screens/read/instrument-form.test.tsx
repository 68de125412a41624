import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../../../src-core/study/answers.ts';
import { INSTRUMENT_PRESETS } from '../../../src-core/study/instrument-presets.ts';
import { startI18n } from '../../app/i18n.ts';
import { bindFormKeys } from './form-keys.ts';
import { type FormStage, openForm, stageItems } from './form-model.ts';
import { InstrumentForm } from './instrument-form.tsx';
import { FINDINGS, NOTE, PLACES, REALISM_STAGE, stageOf } from './test-instrument.ts';

beforeAll(startI18n);

function rendered(of: FormStage, answers: Answers = {}): string {
  return renderToStaticMarkup(
    <InstrumentForm
      of={of}
      keys={bindFormKeys(stageItems(of))}
      form={openForm(of, answers)}
      disabled={false}
      onChange={() => {}}
      marking={null}
    />,
  );
}

/** Accessible names of the chosen radios and boxes, and values where there is no name. */
function chosen(html: string): string[] {
  return [...html.matchAll(/<input[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes('checked=""'))
    .map((tag) => (/aria-label="([^"]*)"/.exec(tag) ?? /value="([^"]*)"/.exec(tag))?.[1] ?? '');
}

describe('InstrumentForm', () => {
  it('shows every question of a stage in words, and none of another stage', () => {
    const html = rendered(REALISM_STAGE);
    for (const text of ['How realistic is this film?', 'Real or synthetic?', 'How sure are you?'])
      expect(html).toContain(text);
    expect(html).not.toContain('How well does the text fit the film?');
  });

  it('shows a text of the study itself where the instrument has no key of the product', () => {
    expect(rendered(stageOf([NOTE]))).toContain('>Note<');
  });

  it('shows what is answered, of every kind', () => {
    const answers: Answers = { realism: 4, realOrSynthetic: 'synthetic', reasons: ['texture', 'noise'] };
    expect(chosen(rendered(REALISM_STAGE, answers))).toEqual(['4, Very', 'synthetic', 'texture', 'noise']);
    const findings = { findings: { effusion: 'present', edema: 'unsure', tube: null } } as const;
    expect(chosen(rendered(stageOf([FINDINGS]), findings))).toEqual(['Present', 'Unsure']);
    const point = { shape: 'point', film: 1, x: 10.4, y: 20.6, comment: 'Grid' } as const;
    const marked = rendered(stageOf([PLACES]), { places: [point] });
    expect(marked).toContain('1. Point at 10, 21');
    expect(marked).toContain('value="Grid"');
    expect(marked).toContain('2 more marks can be set.');
  });

  it('asks a conditional question only while its condition holds', () => {
    const items = INSTRUMENT_PRESETS.find(({ instrument }) => instrument.id === 'realism-and-inclusion')
      ?.instrument.items;
    const of: FormStage = { items: items ?? [], stage: 'realism', earlier: {} };
    expect(rendered(of, { realistic: 'yes' })).not.toContain('What decided it?');
    expect(rendered(of, { realistic: 'no' })).toContain('What decided it?');
  });

  it('names the films of a choice by their numbers', () => {
    const items = INSTRUMENT_PRESETS.find(({ films }) => films === 4)?.instrument.items ?? [];
    const html = rendered({ items, stage: 'realism', earlier: {} }, { choice: 3 });
    expect(html).toContain('Which film is real?');
    expect(chosen(html)).toEqual(['Film 3']);
  });
});
