import { describe, expect, it } from 'vitest';
import { LightboxError } from '../../src-core/base/errors.ts';
import type { Bridge } from '../../src-core/contract/bridge.ts';
import { callOver } from './client.ts';

/** A bridge of which only `app.info` is ever asked. */
function bridgeAnswering(answer: () => Promise<unknown>): Bridge {
  return { calls: { 'app.info': answer }, events: {} } as unknown as Bridge;
}

describe('callOver', () => {
  it('gives the value of an answer', async () => {
    const info = { productName: 'Roentgen Lightbox', version: '0.1.0', developmentRuntime: false };
    const bridge = bridgeAnswering(async () => ({ ok: true, value: info }));
    await expect(callOver(bridge, 'app.info', {})).resolves.toEqual(info);
  });

  it('throws a LightboxError with the code, message and details main sent', async () => {
    const payload = { code: 'DISK_FULL', message: 'No space is left.', details: { freeBytes: 0 } };
    const bridge = bridgeAnswering(async () => ({ ok: false, error: payload }));
    const failure = await callOver(bridge, 'app.info', {}).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(LightboxError);
    expect(failure).toMatchObject(payload);
  });

  it('turns a broken channel into INTERNAL rather than letting a bare error through', async () => {
    const bridge = bridgeAnswering(() => Promise.reject(new Error('An object could not be cloned.')));
    await expect(callOver(bridge, 'app.info', {})).rejects.toMatchObject({
      name: 'LightboxError',
      code: 'INTERNAL',
      message: 'An object could not be cloned.',
    });
  });
});
