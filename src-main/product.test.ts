import { describe, expect, it } from 'vitest';
import { isDevelopmentRuntime } from './product.ts';

describe('the development runtime', () => {
  it('is what cannot carry the shipping database driver, and an Electron that names no version', () => {
    expect(isDevelopmentRuntime('25.1.1')).toBe(true);
    expect(isDevelopmentRuntime('41.0.0')).toBe(true);
    expect(isDevelopmentRuntime(undefined)).toBe(true);
  });

  it('is no current Electron', () => {
    expect(isDevelopmentRuntime('42.0.0')).toBe(false);
    expect(isDevelopmentRuntime('45.4.1')).toBe(false);
  });
});
