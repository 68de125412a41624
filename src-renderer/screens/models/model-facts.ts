import type { TFunction } from 'i18next';
import type { ModelView } from '../../../src-core/contract/model-calls.ts';
import type { ModelDescription } from '../../../src-core/contract/model-description.ts';
import { formatBytes, formatInstant } from '../../ui/format.ts';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

type Texts = TFunction<readonly ['models', 'compose']>;

/** What a model is, in the field's terms; what a model does not have is left out. */
export function modelFacts(model: ModelDescription, t: Texts): readonly Fact[] {
  const { textEncoder, projection, unet, vae, memory, defaults } = model;
  const fact = (label: string, value: string): readonly Fact[] => (value === '' ? [] : [{ label, value }]);
  const encoder = t('models:facts.textEncoderValue', {
    className: textEncoder.className,
    layers: textEncoder.layers,
    size: textEncoder.hiddenSize,
  });
  return [
    ...fact(t('models:facts.pipeline'), model.pipelineClass),
    ...fact(
      t('models:facts.textEncoder'),
      textEncoder.usesAttentionMask ? t('models:facts.masksPadding', { value: encoder }) : encoder,
    ),
    ...fact(
      t('models:facts.projection'),
      projection === null
        ? ''
        : t('models:facts.projectionValue', { from: projection.inputSize, to: projection.outputSize }),
    ),
    ...fact(
      t('models:facts.tokenizer'),
      t('models:facts.tokenizerValue', {
        kind: t(`models:tokenizers.${model.tokenizer.kind}`),
        words: grouped(model.tokenizer.vocabularySize),
        count: model.tokenizer.maxTokens,
      }),
    ),
    ...fact(
      t('models:facts.unet'),
      t('models:facts.unetValue', {
        input: unet.inputChannels,
        output: unet.outputChannels,
        blocks: unet.blockChannels.join(', '),
      }),
    ),
    ...fact(t('models:facts.prediction'), t(`models:predictionTypes.${model.predictionType}`)),
    ...fact(t('models:facts.scheduler'), schedulerText(model, t)),
    ...fact(
      t('models:facts.vae'),
      t('models:facts.vaeValue', {
        count: vae.imageChannels,
        latent: vae.latentChannels,
        downscale: vae.downscale,
      }),
    ),
    ...fact(t('models:facts.image'), imageText(model, t)),
    ...fact(t('models:facts.tasks'), tasksText(model, t)),
    ...fact(t('models:facts.precision'), t(`models:precisions.${model.precision}`)),
    ...fact(t('models:facts.parameters'), inMillions(model.parameters)),
    ...fact(
      t('models:facts.memory'),
      t('models:facts.memoryValue', {
        whole: formatBytes(memory.wholeBytes),
        inTurn: formatBytes(memory.inTurnBytes),
      }),
    ),
    ...fact(t('models:facts.checksums'), model.checksumsVerified ? t('models:facts.checksumsVerified') : ''),
    ...fact(
      t('models:facts.defaults'),
      t('models:facts.defaultsValue', {
        steps: defaults.steps,
        guidance: defaults.guidanceScale,
        scheduler: t(`compose:settings.schedulers.${defaults.scheduler}`),
      }),
    ),
    ...fact(t('models:facts.negative'), defaults.negativePrompt),
    ...fact(t('models:facts.notes'), model.notes.join(' ')),
  ];
}

/** Where a model lies, and since when and by whom it is here. */
export function whereabouts({ folder, registration }: ModelView, t: Texts): readonly Fact[] {
  const place = { label: t('models:facts.folder'), value: folder };
  if (registration === null) return [place];
  const { by, at, copied } = registration;
  return [
    place,
    {
      label: t('models:facts.storage'),
      value: copied ? t('models:facts.storages.copied') : t('models:facts.storages.inPlace'),
    },
    {
      label: t('models:facts.registered'),
      value: t('models:facts.registeredValue', { by, at: formatInstant(at) }),
    },
  ];
}

/** The size an image has unless another one is asked for. */
export function imageSize(model: ModelDescription, t: Texts): string {
  return t('models:imageSize', { width: model.image.widthPixels, height: model.image.heightPixels });
}

/** The scheduler that draws with this model unless another one is chosen, by our name. */
export function schedulerName(model: ModelDescription, t: Texts): string {
  return t(`compose:settings.schedulers.${model.scheduler.name ?? model.defaults.scheduler}`);
}

function schedulerText(model: ModelDescription, t: Texts): string {
  const { className, name } = model.scheduler;
  const other = schedulerName(model, t);
  return name === null ? t('models:facts.schedulerReplaced', { className, other }) : className;
}

function imageText(model: ModelDescription, t: Texts): string {
  const size = imageSize(model, t);
  const { fixedSize, sizeMultiple } = model.image;
  return fixedSize
    ? t('models:facts.imageFixed', { size })
    : t('models:facts.imageMultiple', { size, multiple: sizeMultiple });
}

function tasksText({ tasks }: ModelDescription, t: Texts): string {
  const edits = (['image-to-image', 'inpainting'] as const).map((task) => ({ task, ...tasks[task] }));
  const possible = edits.filter((edit) => edit.possible).map(({ task }) => t(`models:facts.task.${task}`));
  const reasons = new Set(edits.flatMap((edit) => (edit.possible ? [] : [edit.reason ?? ''])));
  const missing = [...reasons].map((reason) => t('models:facts.notPossible', { reason }));
  return [possible.join(', '), ...missing].filter((part) => part !== '').join('. ');
}

/** 49408 as `49 408`, with a thin no-break space (SI style). */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** Numbers of weights as papers give them: `860 M`, `5.6 M`, `0.4 M`. */
function inMillions(count: number): string {
  const millions = count / 1e6;
  return `${millions < 99.5 ? millions.toFixed(1) : Math.round(millions)} M`;
}
