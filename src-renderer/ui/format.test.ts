import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatInstant,
  formatNumber,
  formatPercent,
  shortHash,
} from './format.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [-20, '0 s'],
    [8400, '8 s'],
    [59_600, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_780_000, '1 h 03 min'],
  ])('says %i ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('formatInstant', () => {
  it('shows the workstation’s own time, to the second', () => {
    const local = new Date(2026, 10, 3, 4, 5, 6);
    expect(formatInstant(local.toISOString())).toBe('2026-11-03 04:05:06');
  });

  it('leaves what is no instant as it is', () => {
    expect(formatInstant('yesterday')).toBe('yesterday');
  });
});

describe('small formats', () => {
  it('counts bytes in decimal units', () => {
    expect([formatBytes(950), formatBytes(1_400_000), formatBytes(2_500_000_000)]).toEqual([
      '950 B',
      '1.4 MB',
      '2.5 GB',
    ]);
  });

  it('shows a dash where a statistic is missing', () => {
    expect([formatNumber(null, 2), formatPercent(null)]).toEqual(['–', '–']);
    expect([formatNumber(2.345678, 2), formatPercent(0.625)]).toEqual(['2.35', '63 %']);
  });

  it('shortens a hash to its first twelve digits', () => {
    expect(shortHash('0123456789abcdef')).toBe('0123456789ab');
  });
});
