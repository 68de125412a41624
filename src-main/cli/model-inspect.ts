import type { Command } from 'commander';
import { unreachable } from '../../src-core/base/unreachable.ts';
import type { ModelDescription } from '../../src-core/contract/model-description.ts';
import type { InspectionProgress } from '../engine/engine-client.ts';
import { hashesOf } from '../engine/model-files.ts';
import { createCommandLineEngine } from './engine.ts';
import { badInput } from './exit.ts';
import { locateModel, modelRoots } from './model-locations.ts';
import { modelSha256 } from './model-sha256.ts';

/** Adds `model inspect`. */
export function addModelCommands(program: Command, signal: AbortSignal): void {
  const group = program
    .command('model')
    .description('look into model folders')
    .helpCommand(false)
    .allowExcessArguments(true)
    .action((_options: unknown, { args }: Command) => {
      const [name] = args;
      const what = name === undefined ? 'name a command of model' : `unknown command '${name}' of model`;
      throw badInput(`${what}; there is inspect`);
    });
  group
    .command('inspect')
    .description('read and check a model folder, without loading it, and say what it is')
    .argument('<dir|name>', 'a model folder, or a model by name')
    .allowExcessArguments(false)
    .option('--json', 'print one JSON object')
    .action((model: string, options: Record<string, unknown>) =>
      inspect(model, options['json'] === true, signal),
    );
}

async function inspect(model: string, json: boolean, signal: AbortSignal): Promise<void> {
  const directory = locateModel(model, modelRoots());
  const engine = createCommandLineEngine();
  const meter = createMeter();
  const stop = (): void => engine.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const description = await engine
      .inspect(directory, { progress: meter.show }, signal)
      .finally(meter.clear);
    const sha256 = modelSha256(hashesOf(description.files));
    process.stdout.write(
      json ? `${JSON.stringify({ ...description, sha256 }, null, 2)}\n` : inWords(description, sha256),
    );
  } finally {
    signal.removeEventListener('abort', stop);
    engine.dispose();
  }
}

/** One line of progress that overwrites itself, on a terminal only. */
function createMeter(): { show(progress: InspectionProgress): void; clear(): void } {
  const { stderr } = process;
  if (!stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: ({ doneBytes, totalBytes, file }) => {
      stderr.write(`\r\u001b[Kreading ${file}: ${inBytes(doneBytes)} of ${inBytes(totalBytes)}`);
    },
    clear: () => stderr.write('\r\u001b[K'),
  };
}

function inWords(model: ModelDescription, sha256: string): string {
  const { textEncoder, tokenizer, unet, vae, image, scheduler, memory } = model;
  const edges = model.precision === 'float16' ? 'half precision at the edges' : 'float32 at the edges';
  const rows: [string, string][] = [
    ['folder', model.directory],
    ['pipeline', `${model.pipelineClass}${model.demonstration ? ', a demonstration model' : ''}`],
    [
      'text encoder',
      `${textEncoder.className}: ${textEncoder.layers} layers of ${textEncoder.hiddenSize}, ${textEncoder.positions} positions`,
    ],
    ...projectionRow(model),
    [
      'tokenizer',
      `${tokenizerInWords(tokenizer.kind)}, ${tokenizer.vocabularySize} tokens, prompts of ${tokenizer.maxTokens}${tokenizer.lowerCase ? ', lower case' : ''}`,
    ],
    [
      'UNet',
      `${inNumbers(parametersOf(model, 'unet'))} parameters, channels ${unet.blockChannels.join(' ')}, ${unet.inputChannels} in and ${unet.outputChannels} out, cross attention ${unet.crossAttentionSize}, ${edges}`,
    ],
    ['prediction', model.predictionType],
    [
      'scheduler',
      scheduler.name === null
        ? `${scheduler.className}, not built here`
        : `${scheduler.className} (${scheduler.name})`,
    ],
    [
      'VAE',
      `${vae.imageChannels} image channel${vae.imageChannels === 1 ? '' : 's'}, ${vae.latentChannels} latent, ${vae.downscale} pixels a latent, scaling ${vae.scalingFactor}`,
    ],
    [
      'image',
      `${image.widthPixels} x ${image.heightPixels} pixels; ${image.fixedSize ? 'no other size' : `multiples of ${image.sizeMultiple}`}`,
    ],
    ['text to image', abilityInWords(model.tasks['text-to-image'])],
    ['image to image', abilityInWords(model.tasks['image-to-image'])],
    ['inpainting', abilityInWords(model.tasks.inpainting)],
    [
      'memory',
      `about ${inBytes(memory.wholeBytes)}; ${inBytes(memory.inTurnBytes)} with one part at a time (${memory.largestPart})`,
    ],
    [
      'defaults',
      `${model.defaults.steps} steps, guidance ${model.defaults.guidanceScale}, ${model.defaults.scheduler}`,
    ],
    ...model.notes.map((note): [string, string] => ['note', note]),
    [
      'files',
      `${model.files.length}, ${inBytes(model.totalBytes)}${model.checksumsVerified ? ', as SHA256SUMS states' : ''}`,
    ],
    ['sha256', sha256],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
  const files = model.files.map(({ file, sha256, bytes }) => `    ${sha256}  ${file}  ${bytes}`);
  return `${[model.name, ...lines, ...files].join('\n')}\n`;
}

function projectionRow({ projection }: ModelDescription): [string, string][] {
  return projection === null ? [] : [['projection', `${projection.inputSize} to ${projection.outputSize}`]];
}

function tokenizerInWords(kind: ModelDescription['tokenizer']['kind']): string {
  switch (kind) {
    case 'clip':
      return 'CLIP';
    case 'wordpiece':
      return 'WordPiece';
    default:
      return unreachable(kind);
  }
}

function abilityInWords({
  possible,
  reason,
}: ModelDescription['tasks'][keyof ModelDescription['tasks']]): string {
  return possible ? 'yes' : `no: ${reason ?? 'not with this model'}`;
}

function parametersOf({ graphs }: ModelDescription, part: 'unet'): number {
  return graphs.find((graph) => graph.part === part)?.parameters ?? 0;
}

function inNumbers(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(2)} G`;
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} M` : `${count}`;
}

function inBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(1)} kB`;
}
