import { type ByteSource, WireError, type WireField, wireFields, wireVarints } from './protobuf.ts';

/**
 * What a graph is, read from an ONNX file without its weights: field numbers of onnx.proto3 (ONNX 1.23). Numbers
 * in weights are skipped, whatever their size; their lengths are held against their shapes.
 */

/** A size along one axis: a number, or the graph's name for one that is open ("" where it has none). */
export type OnnxDim = number | string;

/** An input or output. `type` is "" for what is no tensor; `dims` null where the graph leaves the rank open. */
export interface OnnxValue {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly OnnxDim[] | null;
}

/** Where a tensor's numbers lie in a file beside the graph. */
export interface OnnxExternalData {
  /** As written in the graph; meant relative to the graph's folder. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** A constant of the graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  readonly elements: number;
  readonly bytes: number;
  readonly external: OnnxExternalData | null;
}

export interface OnnxNode {
  /** The operator; those outside the standard with their domain before a colon. */
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface OnnxHeader {
  readonly irVersion: number;
  /** Name and version of what wrote the file. */
  readonly producer: string;
  /** Version of each operator set by its domain; the standard one is "". */
  readonly opsets: Readonly<Record<string, number>>;
  /** Without those that are constants: old files list their weights as inputs. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Nodes of the main graph. */
  readonly nodes: readonly OnnxNode[];
  /** Constants of the main graph by name: initialisers, and outputs of Constant nodes. */
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
  /** Every constant, those of subgraphs and functions too. */
  readonly allTensors: readonly OnnxTensor[];
  /** Every operator in use, in subgraphs and functions too. */
  readonly operators: ReadonlySet<string>;
}

/** TensorProto.DataType by number, with bits an element. */
const ELEMENT_TYPES: readonly (readonly [name: string, bits: number])[] = [
  ['', 0],
  ['float32', 32],
  ['uint8', 8],
  ['int8', 8],
  ['uint16', 16],
  ['int16', 16],
  ['int32', 32],
  ['int64', 64],
  ['string', 0],
  ['bool', 8],
  ['float16', 16],
  ['float64', 64],
  ['uint32', 32],
  ['uint64', 64],
  ['complex64', 64],
  ['complex128', 128],
  ['bfloat16', 16],
  ['float8e4m3fn', 8],
  ['float8e4m3fnuz', 8],
  ['float8e5m2', 8],
  ['float8e5m2fnuz', 8],
  ['uint4', 4],
  ['int4', 4],
  ['float4e2m1', 4],
  ['float8e8m0', 8],
  ['uint2', 2],
  ['int2', 2],
];
/** Graphs inside nodes inside graphs: deeper than any exporter nests them. */
const MAX_DEPTH = 16;
const MAX_TEXT_BYTES = 1 << 20;
const MAX_RANK = 64;

/**
 * Reads the header of an ONNX file.
 * @throws WireError where the bytes are no ONNX file, are cut short, or a tensor's length is not its shape's
 */
export function parseOnnxHeader(source: ByteSource): OnnxHeader {
  const header = createCollector();
  let irVersion = 0;
  let producer = '';
  let producerVersion = '';
  let graph: GraphParts | undefined;
  const opsets: Record<string, number> = {};
  for (const field of wireFields(source, 0, source.size)) {
    if (field.number === 1) irVersion = numberOf(field);
    else if (field.number === 2) producer = textOf(source, field);
    else if (field.number === 3) producerVersion = textOf(source, field);
    else if (field.number === 7) graph = readGraph(source, rangeOf(field), header, 0);
    else if (field.number === 8) readOpset(source, rangeOf(field), opsets);
    else if (field.number === 25) readFunction(source, rangeOf(field), header);
  }
  if (irVersion < 1 || graph === undefined || Object.keys(opsets).length === 0) {
    throw new WireError('no graph with an operator set', source.size, graph !== undefined);
  }
  if (graph.nodes.length === 0 || graph.outputs.length === 0) throw new WireError('an empty graph', 0);
  const { tensors } = graph;
  return {
    irVersion,
    producer: `${producer} ${producerVersion}`.trim(),
    opsets,
    inputs: graph.inputs.filter(({ name }) => !tensors.has(name)),
    outputs: graph.outputs,
    nodes: graph.nodes,
    tensors,
    allTensors: header.tensors,
    operators: header.operators,
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Collector {
  readonly tensors: OnnxTensor[];
  readonly operators: Set<string>;
}

interface GraphParts {
  readonly nodes: OnnxNode[];
  readonly inputs: OnnxValue[];
  readonly outputs: OnnxValue[];
  readonly tensors: Map<string, OnnxTensor>;
}

function createCollector(): Collector {
  return { tensors: [], operators: new Set() };
}

function readOpset(source: ByteSource, range: Range, opsets: Record<string, number>): void {
  let domain = '';
  let version = 0;
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 1) domain = textOf(source, field);
    else if (field.number === 2) version = numberOf(field);
  }
  opsets[domain === 'ai.onnx' ? '' : domain] = version;
}

function readFunction(source: ByteSource, range: Range, header: Collector): void {
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 7) readNode(source, rangeOf(field), header, 1);
  }
}

function readGraph(source: ByteSource, range: Range, header: Collector, depth: number): GraphParts {
  if (depth > MAX_DEPTH) throw new WireError('graphs nested too deep', range.start);
  const graph: GraphParts = { nodes: [], inputs: [], outputs: [], tensors: new Map() };
  for (const field of wireFields(source, range.start, range.end)) {
    switch (field.number) {
      case 1: {
        const { node, constant } = readNode(source, rangeOf(field), header, depth + 1);
        graph.nodes.push(node);
        const [name] = node.outputs;
        if (constant !== undefined && name !== undefined) graph.tensors.set(name, { ...constant, name });
        break;
      }
      case 5: {
        const tensor = readTensor(source, rangeOf(field));
        header.tensors.push(tensor);
        graph.tensors.set(tensor.name, tensor);
        break;
      }
      case 11:
        graph.inputs.push(readValue(source, rangeOf(field)));
        break;
      case 12:
        graph.outputs.push(readValue(source, rangeOf(field)));
        break;
      default:
    }
  }
  return graph;
}

function readNode(
  source: ByteSource,
  range: Range,
  header: Collector,
  depth: number,
): { node: OnnxNode; constant: OnnxTensor | undefined } {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let operator = '';
  let domain = '';
  let attributeTensor: OnnxTensor | undefined;
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 1) inputs.push(textOf(source, field));
    else if (field.number === 2) outputs.push(textOf(source, field));
    else if (field.number === 4) operator = textOf(source, field);
    else if (field.number === 5) attributeTensor ??= readAttribute(source, rangeOf(field), header, depth);
    else if (field.number === 7) domain = textOf(source, field);
  }
  if (operator === '') throw new WireError('a node without an operator', range.start);
  const name = domain === '' || domain === 'ai.onnx' ? operator : `${domain}:${operator}`;
  header.operators.add(name);
  const constant = name === 'Constant' ? attributeTensor : undefined;
  return { node: { operator: name, inputs, outputs }, constant };
}

/** The tensor that an attribute holds; graphs inside it are gone through for what they hold. */
function readAttribute(
  source: ByteSource,
  range: Range,
  header: Collector,
  depth: number,
): OnnxTensor | undefined {
  let tensor: OnnxTensor | undefined;
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 5 || field.number === 10) {
      const found = readTensor(source, rangeOf(field));
      header.tensors.push(found);
      tensor ??= found;
    } else if (field.number === 6 || field.number === 11) readGraph(source, rangeOf(field), header, depth);
  }
  return tensor;
}

/** A TensorProto as it is written. */
interface TensorFields {
  readonly dims: number[];
  readonly entries: Map<string, string>;
  name: string;
  typeNumber: number;
  isExternal: boolean;
  rawBytes: number | undefined;
  /** True where numbers are written one by one. */
  hasNumbers: boolean;
}

function readTensor(source: ByteSource, range: Range): OnnxTensor {
  const fields = readTensorFields(source, range);
  const { dims, name, rawBytes } = fields;
  const [type, bits] = elementType(fields.typeNumber, range.start);
  if (dims.length > MAX_RANK || dims.some((dim) => dim < 0)) {
    throw new WireError(`the tensor "${name}" has no possible shape`, range.start);
  }
  const elements = dims.reduce((product, dim) => product * dim, 1);
  const bytes = Math.ceil((elements * bits) / 8);
  const external = fields.isExternal ? externalData(fields.entries, name, bytes, range.start) : null;
  const found = external?.length ?? rawBytes;
  // Numbers that are written one by one, and text, have lengths of their own.
  if (found === undefined ? !fields.hasNumbers && elements > 0 : bits > 0 && found !== bytes) {
    const shape = `${type} ${dims.join(' x ')}`;
    throw new WireError(
      `the tensor "${name}" (${shape}) holds ${found ?? 0} bytes, not ${bytes}`,
      range.start,
    );
  }
  return { name, type, dims, elements, bytes: found ?? bytes, external };
}

function readTensorFields(source: ByteSource, range: Range): TensorFields {
  const tensor: TensorFields = {
    dims: [],
    entries: new Map(),
    name: '',
    typeNumber: 0,
    isExternal: false,
    rawBytes: undefined,
    hasNumbers: false,
  };
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 1) for (const dim of wireVarints(source, field)) tensor.dims.push(dim);
    else if (field.number === 2) tensor.typeNumber = numberOf(field);
    else if (field.number === 8) tensor.name = textOf(source, field);
    else if (field.number === 9) tensor.rawBytes = rangeOf(field).end - rangeOf(field).start;
    else if (field.number === 13) readEntry(source, rangeOf(field), tensor.entries);
    else if (field.number === 14) tensor.isExternal = numberOf(field) === 1;
    else if (NUMBER_FIELDS.has(field.number)) tensor.hasNumbers = true;
  }
  return tensor;
}

/** float_data, int32_data, string_data, int64_data, double_data, uint64_data. */
const NUMBER_FIELDS: ReadonlySet<number> = new Set([4, 5, 6, 7, 10, 11]);

function readEntry(source: ByteSource, range: Range, entries: Map<string, string>): void {
  let key = '';
  let value = '';
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 1) key = textOf(source, field);
    else if (field.number === 2) value = textOf(source, field);
  }
  entries.set(key, value);
}

function externalData(
  entries: ReadonlyMap<string, string>,
  name: string,
  bytes: number,
  at: number,
): OnnxExternalData {
  const location = entries.get('location');
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? bytes);
  const sound = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (location === undefined || location === '' || !sound) {
    throw new WireError(`the tensor "${name}" does not say where its numbers are`, at);
  }
  return { location, offset, length };
}

function readValue(source: ByteSource, range: Range): OnnxValue {
  let name = '';
  let tensor: Omit<OnnxValue, 'name'> = { type: '', dims: null };
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 1) name = textOf(source, field);
    else if (field.number === 2) {
      for (const kind of wireFields(source, rangeOf(field).start, rangeOf(field).end)) {
        if (kind.number === 1) tensor = readTensorType(source, rangeOf(kind));
      }
    }
  }
  return { name, ...tensor };
}

function readTensorType(source: ByteSource, range: Range): Omit<OnnxValue, 'name'> {
  let type = '';
  let dims: OnnxDim[] | null = null;
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 1) [type] = elementType(numberOf(field), range.start);
    else if (field.number === 2) {
      dims = [];
      for (const dim of wireFields(source, rangeOf(field).start, rangeOf(field).end)) {
        if (dim.number === 1) dims.push(readDim(source, rangeOf(dim)));
      }
    }
  }
  return { type, dims };
}

function readDim(source: ByteSource, range: Range): OnnxDim {
  let dim: OnnxDim = '';
  for (const field of wireFields(source, range.start, range.end)) {
    if (field.number === 1) dim = numberOf(field);
    else if (field.number === 2) dim = textOf(source, field);
  }
  return dim;
}

function elementType(number: number, at: number): readonly [name: string, bits: number] {
  const type = number === 0 ? undefined : ELEMENT_TYPES[number];
  if (type === undefined) throw new WireError(`no element type ${number}`, at);
  return type;
}

function numberOf(field: WireField): number {
  if (field.kind === 'varint') return field.value;
  throw new WireError(`field ${field.number} is no number`, field.start);
}

function rangeOf(field: WireField): Range {
  if (field.kind === 'bytes') return field;
  throw new WireError(`field ${field.number} is no message`, 0);
}

function textOf(source: ByteSource, field: WireField): string {
  const { start, end } = rangeOf(field);
  if (end - start > MAX_TEXT_BYTES) throw new WireError('a name without end', start);
  return source.text(start, end - start);
}
