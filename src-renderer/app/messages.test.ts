import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES, LightboxError } from '../../src-core/base/errors.ts';
import { INSTRUMENT_PRESETS } from '../../src-core/study/instrument-presets.ts';
import type { Label } from '../../src-core/study/label.ts';
import { describeError } from './error-text.ts';
import { startI18n } from './i18n.ts';
import { textOfMessageKey } from './message-key.ts';

beforeAll(startI18n);

describe('describeError', () => {
  it('has a title of its own language for every code, and keeps the message main gave', () => {
    const t = i18next.getFixedT('en', 'errors');
    for (const code of ERROR_CODES) {
      const { title, explanation } = describeError(new LightboxError(code, 'What main said.'), t);
      expect(title).not.toBe(code);
      expect(title.length).toBeGreaterThan(3);
      expect(explanation).toBe('What main said.');
    }
  });
});

describe('textOfMessageKey', () => {
  it('has a text for every key of every preset instrument', () => {
    const labels = INSTRUMENT_PRESETS.flatMap(({ instrument }) =>
      instrument.items.flatMap((item): (Label | null)[] => [
        item.label,
        ...('anchors' in item ? item.anchors : []),
        ...('options' in item ? item.options.map(({ label }) => label) : []),
      ]),
    );
    const keys = labels.flatMap((label) => (label !== null && 'key' in label ? [label.key] : []));
    expect(keys.length).toBeGreaterThan(60);
    expect(keys.filter((key) => textOfMessageKey(key) === key)).toEqual([]);
  });

  it.each(['instrument.unknown.label', 'instrument.realism', 'nothing', 'instrument.constructor.name', ''])(
    'shows the key %j itself where there is no text',
    (key) => {
      expect(textOfMessageKey(key)).toBe(key);
    },
  );
});
