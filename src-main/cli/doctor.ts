import { toLightboxError } from '../../src-core/base/errors.ts';
import type { ProviderName } from '../../src-core/base/generation-names.ts';
import {
  isSlowerThanCpu,
  type ProviderReport,
  resolveProvider,
} from '../../src-core/base/provider-choice.ts';
import type { EngineClient, EngineInfo } from '../engine/engine-client.ts';
import { CACHE_LIMITS, describeGraphCache } from '../engine/graph-cache.ts';
import { TELEMETRY_OFF } from '../engine/telemetry.ts';
import { PRODUCT_NAME, PRODUCT_VERSION } from '../product.ts';
import { SCHEMA_VERSION } from '../store/schema-version.ts';
import { cacheFolder } from './cache-folder.ts';
import { type ElectronRuntime, findElectronRuntime } from './electron-runtime.ts';
import { createCommandLineEngine } from './engine.ts';
import { type FoundModel, findModels, modelRoots } from './model-locations.ts';

/** What `lightbox doctor --json` prints. */
export interface DoctorReport extends EngineInfo {
  /** What the provider `auto` comes to on this machine. */
  readonly autoProvider: ProviderName;
  readonly product: { readonly name: string; readonly version: string };
  readonly node: string;
  readonly platform: string;
  readonly models: readonly ModelReport[];
  readonly schemaVersion: number;
  /** Graphs kept in their optimised form; null where the cache is switched off. */
  readonly cache: CacheReport | null;
  readonly telemetry: { readonly enabled: false; readonly by: string };
  readonly electronRuntime: ElectronRuntime | null;
}

interface CacheReport {
  readonly folder: string;
  readonly entries: number;
  readonly bytes: number;
  readonly limitBytes: number;
}

interface ModelReport {
  readonly name: string;
  readonly directory: string;
  readonly components: readonly { readonly file: string; readonly sha256: string; readonly bytes: number }[];
  /** What is wrong with the folder; null where it can be used. */
  readonly problem: string | null;
}

/** Prints the state of this installation. */
export async function doctor({ json }: { readonly json: boolean }): Promise<void> {
  const report = await examine();
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : inWords(report));
}

async function examine(): Promise<DoctorReport> {
  const engine = createCommandLineEngine();
  try {
    const info = await engine.info();
    return {
      product: { name: PRODUCT_NAME, version: PRODUCT_VERSION },
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      ...info,
      autoProvider: resolveProvider('auto', info.providers),
      models: await examineModels(engine),
      schemaVersion: SCHEMA_VERSION,
      cache: await examineCache(),
      telemetry: {
        enabled: false,
        by: Object.entries(TELEMETRY_OFF)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
      },
      electronRuntime: findElectronRuntime(),
    };
  } finally {
    engine.dispose();
  }
}

async function examineCache(): Promise<CacheReport | null> {
  const folder = cacheFolder();
  if (folder === null) return null;
  return { folder, ...(await describeGraphCache(folder)), limitBytes: CACHE_LIMITS.totalBytes };
}

async function examineModels(engine: EngineClient): Promise<ModelReport[]> {
  const reports: ModelReport[] = [];
  for (const found of findModels(modelRoots())) reports.push(await examineModel(engine, found));
  return reports;
}

async function examineModel(engine: EngineClient, { name, directory }: FoundModel): Promise<ModelReport> {
  try {
    const progress = (): void => undefined;
    const { files } = await engine.inspect(directory, { progress }, new AbortController().signal);
    return { name, directory, components: files, problem: null };
  } catch (error) {
    return { name, directory, components: [], problem: toLightboxError(error).message };
  }
}

function inWords(report: DoctorReport): string {
  const lines = [
    `${report.product.name} ${report.product.version}, Node ${report.node} on ${report.platform}`,
    `onnxruntime ${report.onnxruntimeVersion}, telemetry off (${report.telemetry.by})`,
    `processor: ${processorInWords(report.processor)}`,
    `threads: ${report.threads} where none are asked for`,
    `providers, tried in this order (auto takes ${report.autoProvider}):`,
    ...report.providers.map((provider) => providerInWords(provider, report.providers)),
    `database schema version ${report.schemaVersion}`,
    `cache: ${cacheInWords(report.cache)}`,
    `Electron: ${describeRuntime(report.electronRuntime)}`,
    report.models.length === 0 ? 'no models found' : 'models:',
    ...report.models.flatMap(modelInWords),
  ];
  return `${lines.join('\n')}\n`;
}

function processorInWords({ model, architecture, features }: DoctorReport['processor']): string {
  return `${model ?? 'unknown'}, ${architecture} (${features.join(' ')})`;
}

function providerInWords(report: ProviderReport, reports: readonly ProviderReport[]): string {
  const { name, available, reason, runMs } = report;
  if (!available || runMs === null) return `  ${name}: not available (${reason})`;
  const slow = isSlowerThanCpu(report, reports)
    ? '; far slower than the CPU, so the processor itself draws: auto passes it over'
    : '';
  return `  ${name}: available (${reason} in ${runMs} ms${slow})`;
}

function cacheInWords(cache: CacheReport | null): string {
  if (cache === null) return 'off';
  const megabytes = (cache.bytes / 1e6).toFixed(0);
  return `${cache.folder}, ${cache.entries} optimised graphs, ${megabytes} MB of at most ${cache.limitBytes / 1e6}`;
}

function describeRuntime(runtime: ElectronRuntime | null): string {
  if (runtime === null) return 'none installed yet';
  const note = runtime.development ? '; development runtime: no patient films' : '';
  return `${runtime.version ?? 'version unknown'} at ${runtime.executable}${note}`;
}

function modelInWords({ name, directory, components, problem }: ModelReport): string[] {
  if (problem !== null) return [`  ${name} (${directory}): ${problem}`];
  return [`  ${name} (${directory})`, ...components.map(({ file, sha256 }) => `    ${sha256}  ${file}`)];
}
