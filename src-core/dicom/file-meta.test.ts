import { describe, expect, it } from 'vitest';
import { type Element, writeDicomFile } from '../../tools/support/write-dicom.ts';
import { readFileMeta } from './file-meta.ts';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './transfer-syntax.ts';

const ELEMENTS: Element[] = [['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.1']];

describe('readFileMeta', () => {
  it('finds the transfer syntax and where the data set begins, without the group length', () => {
    const meta = readFileMeta(writeDicomFile(ELEMENTS, { syntax: EXPLICIT_BIG }));
    // 132 bytes, then one UI element of 8 + 20 bytes ("1.2.840.10008.1.2.2" padded with NUL).
    expect(meta).toEqual({ transferSyntaxUid: EXPLICIT_BIG, dataSetOffset: 160, notes: [] });
  });

  it('does without the preamble, with a note', () => {
    const meta = readFileMeta(writeDicomFile(ELEMENTS, { withoutPreamble: true }));
    expect(meta).toMatchObject({ transferSyntaxUid: EXPLICIT_LITTLE, dataSetOffset: 28 });
    expect(meta?.notes).toEqual(['the DICOM preamble is missing']);
  });

  it.each([IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG])('recognises a bare data set in %s', (syntax) => {
    const meta = readFileMeta(writeDicomFile(ELEMENTS, { withoutMeta: true, syntax }));
    expect(meta).toMatchObject({ transferSyntaxUid: syntax, dataSetOffset: 0 });
  });

  it('knows what is no DICOM', () => {
    for (const text of ['', 'short', 'a text of some length', '\b\0\0\0\xff\xff\xff\xff\0\0\0\0']) {
      expect(readFileMeta(Buffer.from(text, 'latin1'))).toBeUndefined();
    }
  });

  it('refuses a meta header that is cut short', () => {
    const whole = writeDicomFile(ELEMENTS);
    expect(() => readFileMeta(whole.subarray(0, 150))).toThrow(/cut short/);
  });
});
