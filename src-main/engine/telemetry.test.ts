import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { softwareVulkan } from '../cli/test-software-vulkan.ts';
import { createChildProcessHost } from './child-process-host.ts';
import { createEngineClient } from './engine-client.ts';
import { requireTelemetryOff } from './telemetry.ts';
import { CHILD_ENTRY, neverAborted, quiet, tinyRequest, watchedHost } from './test-engine.ts';

// Without the variable onnxruntime 1.30 writes Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db and
// deviceid under the cache folder as soon as a session is opened (seen on Linux x64, CI unset).
const home = mkdtempSync(join(tmpdir(), 'lightbox-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A user who never ran anything, and no CI variable: onnxruntime switches itself off where CI is set. */
const freshUser = {
  PATH: process.env['PATH'],
  HOME: home,
  USERPROFILE: home,
  APPDATA: home,
  LOCALAPPDATA: home,
  XDG_CACHE_HOME: join(home, 'cache'),
  XDG_CONFIG_HOME: join(home, 'config'),
  XDG_DATA_HOME: join(home, 'data'),
  TMPDIR: home,
};

describe('telemetry', () => {
  it('leaves no file anywhere in a fresh home after images and provider tests', async () => {
    const engine = createEngineClient(watchedHost(freshUser));
    try {
      await engine.info();
      await engine.generate(tinyRequest(), quiet, neverAborted());
    } finally {
      engine.dispose();
    }
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  });

  it('leaves none either where onnxruntime is loaded for CUDA, and where WebGPU computes', async () => {
    const env = { ...freshUser, ...softwareVulkan() };
    const cacheFolder = mkdtempSync(join(tmpdir(), 'lightbox-cache-'));
    const folders = { cacheFolder, cudaFolder: join(cacheFolder, 'no libraries') };
    const host = createChildProcessHost({ entryPath: CHILD_ENTRY, env, folders: () => folders });
    const engine = createEngineClient(host);
    try {
      const { providers } = await engine.info();
      expect(providers.find(({ name }) => name === 'cpu')?.available).toBe(true);
    } finally {
      engine.dispose();
      rmSync(cacheFolder, { recursive: true, force: true });
    }
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  }, 120_000);

  it('refuses to start an engine without the variable, and loads nothing', async () => {
    const child = fork(CHILD_ENTRY, [], {
      env: freshUser,
      execArgv: [],
      serialization: 'advanced',
      stdio: 'pipe',
    });
    const messages: unknown[] = [];
    child.on('message', (message) => messages.push(message));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(messages).toEqual([
      {
        type: 'fatal',
        error: {
          code: 'ENGINE_FAILED',
          message: expect.stringContaining('ORT_DISABLE_TELEMETRY=1'),
          details: { variable: 'ORT_DISABLE_TELEMETRY' },
        },
      },
    ]);
    expect(code).toBe(1);
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  });

  it('takes only the value that onnxruntime takes', () => {
    expect(() => requireTelemetryOff({ ORT_DISABLE_TELEMETRY: '1' })).not.toThrow();
    expect(() => requireTelemetryOff({ ORT_DISABLE_TELEMETRY: '0' })).toThrow('ORT_DISABLE_TELEMETRY=1');
    expect(() => requireTelemetryOff({})).toThrow('ORT_DISABLE_TELEMETRY=1');
  });
});
