import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PRODUCT_VERSION } from '../product.ts';
import { SCHEMA_VERSION } from '../store/schema-version.ts';
import { lightbox, TINY_MODEL } from './test-cli.ts';

const home = mkdtempSync(join(tmpdir(), 'lightbox-doctor-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('lightbox', () => {
  it.each([
    { args: [], says: 'name a command' },
    { args: ['paint'], says: "unknown command 'paint'" },
    { args: ['--verbose'], says: "unknown option '--verbose'" },
    { args: ['doctor', '--yaml'], says: "unknown option '--yaml'" },
    { args: ['doctor', 'all'], says: 'too many arguments' },
  ])('refuses $args with one line and status 2', async ({ args, says }) => {
    const { status, stdout, stderr } = await lightbox(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^lightbox: [^\n]+\n$/);
    expect(stderr).toContain(says);
  });

  it('prints its version and its help on standard output', async () => {
    expect(await lightbox(['--version'])).toEqual({ status: 0, stdout: `${PRODUCT_VERSION}\n`, stderr: '' });
    const help = await lightbox(['generate', '--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('--scheduler <name>');
  });
});

describe('lightbox doctor', () => {
  // A fresh user without CI variables, for whom onnxruntime's telemetry would be on.
  const env = {
    CI: '',
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    LIGHTBOX_MODELS: join(TINY_MODEL, '..'),
    LIGHTBOX_CACHE_FOLDER: join(home, 'cache', 'graphs of a test'),
  };

  it('reports versions, providers, models with their hashes, and writes nothing', async () => {
    const { status, stdout, stderr } = await lightbox(['doctor', '--json'], { env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      product: { name: 'Roentgen Lightbox', version: PRODUCT_VERSION },
      node: process.versions.node,
      schemaVersion: SCHEMA_VERSION,
      telemetry: { enabled: false, by: 'ORT_DISABLE_TELEMETRY=1' },
      cache: { folder: env.LIGHTBOX_CACHE_FOLDER, entries: 0, bytes: 0 },
    });
    expect(report.providers).toContainEqual({
      name: 'cpu',
      available: true,
      reason: 'a test graph ran',
      runMs: expect.any(Number),
    });
    expect(report.providers.map(({ name }: { name: string }) => name)).toContain(report.autoProvider);
    expect(report.threads).toBeGreaterThan(0);
    expect(report.processor.architecture).toBe(process.arch);
    const tiny = report.models.find(({ name }: { name: string }) => name === 'tiny-sd');
    expect(tiny).toMatchObject({ directory: TINY_MODEL, problem: null });
    expect(tiny.components.map(({ file }: { file: string }) => file)).toContain('unet/model.onnx');
    expect(tiny.components.every(({ sha256 }: { sha256: string }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(
      true,
    );
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  });

  it('says the same in words', async () => {
    const { status, stdout } = await lightbox(['doctor'], { env });
    expect(status).toBe(0);
    expect(stdout).toContain('telemetry off');
    expect(stdout).toMatch(/^ {2}cpu: available \(a test graph ran in [\d.]+ ms\)$/m);
    expect(stdout).toMatch(/^processor: .+, \w+ \(.+\)$/m);
    expect(stdout).toMatch(/^ {4}[0-9a-f]{64} {2}unet\/model\.onnx$/m);
  });
});
