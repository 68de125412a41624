import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from './testing/test-app.ts';

const KEY = '1 1920x1080';

let test: TestApp;
beforeEach(() => {
  test = openTestApp();
});
afterEach(() => test.close());

describe('display', () => {
  it('is measured by whoever sits before it, kept for that display alone, and logged', async () => {
    const reader = await test.signIn('reader', 'Rita');
    expect(await test.call(reader, 'display.get', {})).toMatchObject({ key: KEY, pixelsPerMm: null });
    await test.call(reader, 'display.calibrate', { key: 'another', pixelsPerMm: 9 });
    expect(await test.call(reader, 'display.calibrate', { key: KEY, pixelsPerMm: 3.7 })).toMatchObject({
      pixelsPerMm: 3.7,
    });
    expect(await test.call(reader, 'display.get', {})).toMatchObject({ pixelsPerMm: 3.7 });
    expect(test.ports.store.audit.list().at(-1)).toMatchObject({
      actor: 'Rita',
      action: 'display.calibrate',
      details: { display: KEY, pixelsPerMm: 3.7 },
    });
    expect(await test.call(reader, 'display.calibrate', { key: KEY, pixelsPerMm: null })).toMatchObject({
      pixelsPerMm: null,
    });
    expect(test.ports.store.settings.get().displays).toEqual({ another: 9 });
  });

  it('has a size that a display can have', async () => {
    const coordinator = await test.signIn('coordinator', 'Cora');
    await expect(
      test.call(coordinator, 'display.calibrate', { key: KEY, pixelsPerMm: 0 }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});
