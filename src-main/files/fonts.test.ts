import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fontFile } from './fonts.ts';

test.each(['regular', 'italic', 'semibold', 'semiboldItalic'] as const)(
  'the %s face is a TrueType file',
  (face) => {
    // The sfnt version of TrueType outlines (OpenType 1.9, "Organization of an OpenType font").
    expect(readFileSync(fontFile(face)).readUInt32BE(0)).toBe(0x00010000);
  },
);
