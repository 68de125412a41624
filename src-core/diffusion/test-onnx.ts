/** For tests: writes small ONNX files, also wrong ones (onnx.proto3's field numbers, protobuf's wire format). */

export interface TestValue {
  readonly name: string;
  /** TensorProto.DataType; float32 where absent. */
  readonly type?: number;
  /** Null leaves the rank open. */
  readonly dims: readonly (number | string)[] | null;
}

export interface TestTensor {
  readonly name: string;
  readonly type?: number;
  readonly dims: readonly number[];
  /** Raw bytes; zeros of the shape's length where absent. Null writes none. */
  readonly raw?: Uint8Array | null;
  readonly external?: Readonly<Record<string, string>>;
  /** Further fields, as bytes. */
  readonly more?: readonly Uint8Array[];
}

export interface TestNode {
  readonly operator: string;
  readonly domain?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** The tensor of a Constant. */
  readonly value?: TestTensor;
  /** A subgraph, as of If. */
  readonly graph?: TestGraph;
}

export interface TestGraph {
  readonly inputs?: readonly TestValue[];
  readonly outputs?: readonly TestValue[];
  readonly nodes?: readonly TestNode[];
  readonly tensors?: readonly TestTensor[];
}

export interface TestModel extends TestGraph {
  readonly irVersion?: number;
  readonly opsets?: Readonly<Record<string, number>>;
  readonly functions?: readonly (readonly TestNode[])[];
}

export const ONNX_TYPE = { float32: 1, int64: 7, float16: 10, float64: 11, bfloat16: 16 } as const;
const BYTES_OF_TYPE: Readonly<Record<number, number>> = { 1: 4, 7: 8, 10: 2, 11: 8, 16: 2 };

export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

export function numberField(field: number, value: number): Uint8Array {
  return join(varint(field * 8), varint(value));
}

export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return join(varint(field * 8 + 2), varint(bytes.length), bytes);
}

export function textField(field: number, text: string): Uint8Array {
  return bytesField(
    field,
    Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
  );
}

export function onnxTensor({ name, type = 1, dims, raw, external, more = [] }: TestTensor): Uint8Array {
  const length = dims.reduce((product, dim) => product * dim, BYTES_OF_TYPE[type] ?? 0);
  const entries = Object.entries(external ?? {}).map(([key, value]) =>
    bytesField(13, join(textField(1, key), textField(2, value))),
  );
  return join(
    ...dims.map((dim) => numberField(1, dim)),
    numberField(2, type),
    textField(8, name),
    ...(raw === null || external !== undefined ? [] : [bytesField(9, raw ?? new Uint8Array(length))]),
    ...entries,
    ...(external === undefined ? [] : [numberField(14, 1)]),
    ...more,
  );
}

/** A ModelProto. */
export function onnxModel(model: TestModel): Uint8Array {
  const { irVersion = 8, opsets = { '': 17 }, functions = [] } = model;
  return join(
    numberField(1, irVersion),
    textField(2, 'test'),
    textField(3, '1'),
    bytesField(7, onnxGraph(model)),
    ...Object.entries(opsets).map(([domain, version]) =>
      bytesField(8, join(textField(1, domain), numberField(2, version))),
    ),
    ...functions.map((nodes) => bytesField(25, join(...nodes.map((node) => bytesField(7, onnxNode(node)))))),
  );
}

export function onnxGraph({ inputs = [], outputs = [], nodes = [], tensors = [] }: TestGraph): Uint8Array {
  return join(
    ...nodes.map((node) => bytesField(1, onnxNode(node))),
    ...tensors.map((tensor) => bytesField(5, onnxTensor(tensor))),
    ...inputs.map((value) => bytesField(11, onnxValue(value))),
    ...outputs.map((value) => bytesField(12, onnxValue(value))),
  );
}

function onnxNode({ operator, domain, inputs = [], outputs = [], value, graph }: TestNode): Uint8Array {
  return join(
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(4, operator),
    ...(value === undefined
      ? []
      : [bytesField(5, join(textField(1, 'value'), bytesField(5, onnxTensor(value))))]),
    ...(graph === undefined
      ? []
      : [bytesField(5, join(textField(1, 'branch'), bytesField(6, onnxGraph(graph))))]),
    ...(domain === undefined ? [] : [textField(7, domain)]),
  );
}

function onnxValue({ name, type = 1, dims }: TestValue): Uint8Array {
  const shape = dims?.map((dim) =>
    bytesField(1, typeof dim === 'number' ? numberField(1, dim) : textField(2, dim)),
  );
  const tensor = join(numberField(1, type), ...(shape === undefined ? [] : [bytesField(2, join(...shape))]));
  return join(textField(1, name), bytesField(2, bytesField(1, tensor)));
}
