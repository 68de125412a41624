import { featuresTakenFrom, tableLookedUpBy } from '../../src-core/diffusion/graph-trace.ts';
import {
  checkDim,
  checkFeeds,
  disagreement,
  type Feed,
  FLOATS,
  INTEGERS,
  inputOf,
  NUMBERS,
  numberAt,
  outputOf,
  statedOtherwise,
  unsupportedGraph,
} from './graph-ports.ts';
import type { ModelFolder, ModelGraphs } from './model-folder.ts';
import type { OnnxFile } from './onnx-header.ts';

const TEXT_FEEDS: Readonly<Record<string, Feed>> = {
  input_ids: { types: INTEGERS, ranks: [2] },
  attention_mask: { types: NUMBERS, ranks: [2], optional: true },
  token_type_ids: { types: INTEGERS, ranks: [2], optional: true },
  position_ids: { types: INTEGERS, ranks: [2], optional: true },
};
const PROJECTION_FEEDS: Readonly<Record<string, Feed>> = { hidden_states: { types: FLOATS, ranks: [3] } };

/** From ids to the hidden states that the UNet takes. Errors as checkGraphs. */
export function checkTextGraphs(folder: ModelFolder, graphs: ModelGraphs): void {
  checkTextEncoder(folder, graphs.text_encoder);
  checkHiddenStates(folder, checkProjection(folder, graphs.text_projection));
}

/** Features of the hidden states that the UNet takes. */
export function crossAttentionSize({ unet }: Pick<ModelFolder, 'unet'>): number {
  if (unet.encoder_hid_dim != null) return unet.encoder_hid_dim;
  const sizes =
    typeof unet.cross_attention_dim === 'number' ? [unet.cross_attention_dim] : unet.cross_attention_dim;
  const [first] = sizes;
  if (first === undefined || sizes.some((size) => size !== first)) {
    throw unsupportedGraph('unet/config.json', `cross_attention_dim: different sizes (${sizes.join(', ')})`);
  }
  return first;
}

function checkTextEncoder(folder: ModelFolder, graph: OnnxFile): void {
  const inputs = checkFeeds(graph, TEXT_FEEDS);
  for (const input of inputs) {
    checkDim(graph, input, 0, 1, 'prompts are encoded one by one');
    checkDim(
      graph,
      input,
      1,
      folder.tokenizer.maxLength,
      `the tokenizer makes ${folder.tokenizer.maxLength} tokens`,
    );
  }
  if (folder.textEncoder.usesAttentionMask && !inputs.some(({ name }) => name === 'attention_mask')) {
    throw disagreement(
      graph.file,
      'takes no attention_mask, and text_encoder/config.json says use_attention_mask',
    );
  }
  const output = outputOf(graph, 'last_hidden_state', 3);
  const { hiddenSize, vocabularySize } = folder.textEncoder;
  checkDim(graph, output, 2, hiddenSize, `text_encoder/config.json says hidden_size ${hiddenSize}`);
  checkPositions(folder, graph);
  const table = tableLookedUpBy(graph, 'input_ids');
  if (table === null) return;
  if (table.entries !== vocabularySize) {
    throw statedOtherwise(
      graph.file,
      `has a vocabulary of ${table.entries}`,
      'text_encoder/config.json',
      vocabularySize,
    );
  }
  // Some text encoders embed in a smaller space first; a larger one would be another model.
  if (table.features > hiddenSize) {
    throw statedOtherwise(
      graph.file,
      `has hidden states of ${table.features}`,
      'text_encoder/config.json',
      hiddenSize,
    );
  }
}

/** A prompt longer than the table would be looked up beyond its end. */
function checkPositions({ tokenizer }: ModelFolder, graph: OnnxFile): void {
  for (const { name, dims } of graph.tensors.values()) {
    const [positions] = dims;
    if (dims.length !== 2 || positions === undefined || !/position_embeddings?(\.weight)?$/.test(name))
      continue;
    if (positions >= tokenizer.maxLength) continue;
    throw disagreement(
      graph.file,
      `has ${positions} positions, and the tokenizer makes ${tokenizer.maxLength} tokens`,
    );
  }
}

/** Features after the projection; those of the text encoder without one. */
function checkProjection(folder: ModelFolder, graph: OnnxFile | null): number {
  const { hiddenSize } = folder.textEncoder;
  if (graph === null) return hiddenSize;
  checkFeeds(graph, PROJECTION_FEEDS);
  const input = inputOf(graph, 'hidden_states');
  const { in_features: from, out_features: to } = folder.projection ?? {};
  const taken = numberAt(input, 2) ?? featuresTakenFrom(graph, input.name) ?? from ?? hiddenSize;
  if (taken !== hiddenSize || (from !== undefined && from !== taken)) {
    throw disagreement(
      graph.file,
      `takes hidden states of ${taken}, and the text encoder gives ${hiddenSize}`,
    );
  }
  const output = outputOf(graph, 'projected_states', 3);
  const given = numberAt(output, 2) ?? to;
  if (given === undefined) {
    throw unsupportedGraph(
      graph.file,
      'does not say how many features it gives; write out_features into its config.json',
    );
  }
  return given;
}

function checkHiddenStates(folder: ModelFolder, given: number): void {
  const wanted = crossAttentionSize(folder);
  if (given === wanted) return;
  const projection =
    folder.projection === null
      ? ' and there is no text_projection listed in model_index.json'
      : ' after the text projection';
  throw disagreement(
    'unet/config.json',
    `cross_attention_dim is ${wanted}; the text encoder gives hidden states of ${given}${projection}`,
  );
}
