import type { OnnxHeader, OnnxNode, OnnxTensor } from './onnx-header.ts';

/**
 * The sizes of a graph where its inputs and outputs leave them open: those of the first and last weights. Graphs
 * that are built otherwise than exporters build them give null, and nothing is concluded.
 */

/** Operators that hand values on without changing how many features they have. */
const CARRIERS: ReadonlySet<string> = new Set(['Cast', 'Identity', 'Reshape', 'Unsqueeze', 'Flatten']);
/** Those that do so next to a constant. */
const ARITHMETIC: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div']);
const MAX_STEPS = 64;

/** Channels that a graph's input is convolved from, or features that it is multiplied from; null if not found. */
export function featuresTakenFrom(header: OnnxHeader, input: string): number | null {
  return traceForward(header, input, (node, name) => {
    const [data, weightName] = node.inputs;
    if (data !== name || weightName === undefined) return null;
    const weight = weightOf(header, weightName);
    if (weight === null) return null;
    if (node.operator === 'Conv') return weight.dims[1] ?? null;
    return node.operator === 'MatMul' ? (weight.dims[weight.transposed ? 1 : 0] ?? null) : null;
  });
}

/** The table that a graph's input of ids is looked up in: [entries, features]; null if not found. */
export function tableLookedUpBy(
  header: OnnxHeader,
  input: string,
): { readonly entries: number; readonly features: number } | null {
  return traceForward(header, input, (node, name) => {
    const [table, ids] = node.inputs;
    if (node.operator !== 'Gather' || ids !== name || table === undefined) return null;
    const dims = weightOf(header, table)?.dims;
    const [entries, features] = dims ?? [];
    return dims?.length === 2 && entries !== undefined && features !== undefined
      ? { entries, features }
      : null;
  });
}

/** Channels of the convolution that gives a graph's output; null if not found. */
export function channelsGivenBy(header: OnnxHeader, output: string): number | null {
  const producers = new Map(
    header.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
  );
  let name = output;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = producers.get(name);
    if (node === undefined) return null;
    if (node.operator === 'Conv') {
      const weight = node.inputs[1];
      return weight === undefined ? null : (weightOf(header, weight)?.dims[0] ?? null);
    }
    if (!isCarrier(header, node)) return null;
    const next = node.inputs.find((each) => !header.tensors.has(each));
    if (next === undefined) return null;
    name = next;
  }
  return null;
}

function traceForward<T>(
  header: OnnxHeader,
  input: string,
  look: (node: OnnxNode, name: string) => T | null,
): T | null {
  let names = [input];
  for (let step = 0; step < MAX_STEPS && names.length > 0; step++) {
    const next: string[] = [];
    for (const node of header.nodes) {
      for (const name of names) {
        if (!node.inputs.includes(name)) continue;
        const found = look(node, name);
        if (found !== null) return found;
        if (isCarrier(header, node)) next.push(...node.outputs);
      }
    }
    names = next;
  }
  return null;
}

function isCarrier(header: OnnxHeader, { operator, inputs }: OnnxNode): boolean {
  if (CARRIERS.has(operator)) return true;
  return ARITHMETIC.has(operator) && inputs.some((name) => header.tensors.has(name));
}

/** A constant, through what exporters put between it and its use. */
function weightOf(header: OnnxHeader, name: string): (OnnxTensor & { readonly transposed: boolean }) | null {
  let transposed = false;
  let current = name;
  for (let step = 0; step < MAX_STEPS; step++) {
    const tensor = header.tensors.get(current);
    if (tensor !== undefined) return { ...tensor, transposed };
    const node = header.nodes.find(({ outputs }) => outputs.includes(current));
    const [source] = node?.inputs ?? [];
    if (node === undefined || source === undefined) return null;
    if (node.operator === 'Transpose') transposed = !transposed;
    else if (!['Cast', 'Identity', 'DequantizeLinear'].includes(node.operator)) return null;
    current = source;
  }
  return null;
}
