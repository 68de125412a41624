import { describe, expect, it } from 'vitest';
import { detailsText } from './details-text.ts';

describe('detailsText', () => {
  it('names each field of an object', () => {
    expect(detailsText('{"study":"st_1","rows":14,"films":["a"]}')).toBe(
      'study: st_1 · rows: 14 · films: ["a"]',
    );
  });

  it('shows anything else as it stands', () => {
    expect(detailsText('null')).toBe('null');
    expect(detailsText('plain words')).toBe('plain words');
    expect(detailsText('{}')).toBe('');
  });
});
