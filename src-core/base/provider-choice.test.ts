import { describe, expect, it } from 'vitest';
import { PROVIDER_NAMES, type ProviderName } from './generation-names.ts';
import { isSlowerThanCpu, type ProviderReport, providerOrder, resolveProvider } from './provider-choice.ts';

const works = (name: ProviderName, runMs: number): ProviderReport => ({
  name,
  available: true,
  reason: 'a test graph ran',
  runMs,
});
const refused = (name: ProviderName): ProviderReport => ({
  name,
  available: false,
  reason: 'refused',
  runMs: null,
});

describe('providerOrder', () => {
  it.each([
    { platform: 'linux-x64', order: ['cuda', 'webgpu', 'cpu'] },
    { platform: 'linux-arm64', order: ['cpu'] },
    { platform: 'win32-x64', order: ['dml', 'webgpu', 'cpu'] },
    { platform: 'darwin-arm64', order: ['coreml', 'webgpu', 'cpu'] },
    { platform: 'freebsd-x64', order: ['cpu'] },
  ])('$platform ends with the CPU', ({ platform, order }) => {
    expect(providerOrder(platform)).toEqual(order);
  });
});

describe('resolveProvider', () => {
  it('takes the first that works', () => {
    expect(resolveProvider('auto', [works('cuda', 2), works('webgpu', 3), works('cpu', 4)])).toBe('cuda');
    expect(resolveProvider('auto', [refused('cuda'), works('webgpu', 3), works('cpu', 4)])).toBe('webgpu');
    expect(resolveProvider('auto', [refused('cuda'), refused('webgpu'), works('cpu', 4)])).toBe('cpu');
  });

  it('passes over WebGPU that the processor draws itself (300 times the CPU, SwiftShader), not a slow card', () => {
    const reports = [works('webgpu', 1200), works('cpu', 4)];
    expect(resolveProvider('auto', reports)).toBe('cpu');
    expect(reports.map((report) => isSlowerThanCpu(report, reports))).toEqual([true, false]);
    expect(resolveProvider('auto', [works('webgpu', 40), works('cpu', 4)])).toBe('webgpu');
  });

  it('falls back to the CPU where nothing was tried or nothing works', () => {
    expect(resolveProvider('auto', [])).toBe('cpu');
    expect(resolveProvider('auto', [refused('cpu')])).toBe('cpu');
  });

  it.each(PROVIDER_NAMES)('leaves the named choice %s alone, so that its own refusal is shown', (name) => {
    expect(resolveProvider(name, [refused(name), works('cpu', 1)])).toBe(name);
  });
});
