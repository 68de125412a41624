import { describe, expect, it } from 'vitest';
import { parseGroup } from './group-name.ts';

describe('parseGroup', () => {
  it.each([
    ['all', { kind: 'all' }],
    ['arm: synthetic', { kind: 'arm', arm: 'synthetic' }],
    ['reader: Ada', { kind: 'reader', reader: 'Ada' }],
    ['reader: Ada, real', { kind: 'readerArm', reader: 'Ada', arm: 'real' }],
    ['reader: Lovelace, Ada', { kind: 'reader', reader: 'Lovelace, Ada' }],
    ['reader: Lovelace, Ada, synthetic', { kind: 'readerArm', reader: 'Lovelace, Ada', arm: 'synthetic' }],
  ])('reads %s', (group, parsed) => {
    expect(parseGroup(group)).toEqual(parsed);
  });
});
