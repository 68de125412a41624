import { LightboxError } from '../../src-core/base/errors.ts';
import type { OnnxDim, OnnxValue } from '../../src-core/diffusion/onnx-header.ts';
import type { OnnxFile } from './onnx-header.ts';

/** What the checks of graphs are made of: inputs and outputs by name, their types and sizes, and refusals. */

export const FLOATS: readonly string[] = ['float32', 'float16'];
export const INTEGERS: readonly string[] = ['int64', 'int32'];
export const NUMBERS: readonly string[] = [...INTEGERS, ...FLOATS];

/** What the engine gives to each graph: name, element types, dimensions, and whether the graph must take it. */
export interface Feed {
  readonly types: readonly string[];
  readonly ranks: readonly number[];
  readonly optional?: boolean;
}

/** @returns the inputs, each known and of a type that can be fed */
export function checkFeeds(graph: OnnxFile, feeds: Readonly<Record<string, Feed>>): readonly OnnxValue[] {
  const required = Object.keys(feeds).filter((name) => feeds[name]?.optional !== true);
  const missing = required.filter((name) => !graph.inputs.some((input) => input.name === name));
  const unknown = graph.inputs.filter(({ name }) => !Object.hasOwn(feeds, name));
  if (missing.length + unknown.length > 0) {
    throw unsupportedGraph(graph.file, `takes ${inputsInWords(graph)}; expected ${required.join(', ')}`);
  }
  for (const input of graph.inputs) {
    const feed = feeds[input.name];
    if (feed === undefined) continue;
    if (!feed.types.includes(input.type)) {
      const types = feed.types.join(' or ');
      throw unsupportedGraph(
        graph.file,
        `input ${input.name} is ${input.type || 'no tensor'}; ${types} can be fed`,
      );
    }
    if (input.dims !== null && !feed.ranks.includes(input.dims.length)) {
      const shape = input.dims.join(' x ') || 'a single number';
      throw unsupportedGraph(
        graph.file,
        `input ${input.name} has the shape ${shape}; expected ${feed.ranks.join(' or ')} dimensions`,
      );
    }
  }
  return graph.inputs;
}

function inputsInWords(graph: OnnxFile): string {
  return graph.inputs.map(({ name }) => name).join(', ') || 'nothing';
}

export function inputOf(graph: OnnxFile, name: string): OnnxValue {
  const input = graph.inputs.find((each) => each.name === name);
  if (input === undefined) throw unsupportedGraph(graph.file, `has no input ${name}`);
  return input;
}

/** The named output, or the first where the export names it otherwise. */
export function outputOf(graph: OnnxFile, name: string, rank: number): OnnxValue {
  const output = graph.outputs.find((each) => each.name === name) ?? graph.outputs[0];
  if (output === undefined) throw unsupportedGraph(graph.file, 'has no output');
  if (!FLOATS.includes(output.type)) {
    throw unsupportedGraph(
      graph.file,
      `output ${output.name} is ${output.type || 'no tensor'}; ${FLOATS.join(' or ')} can be used`,
    );
  }
  if (output.dims !== null && output.dims.length !== rank) {
    throw unsupportedGraph(
      graph.file,
      `output ${output.name} has ${output.dims.length} dimensions; expected ${rank}`,
    );
  }
  return output;
}

function dimAt(value: OnnxValue, axis: number): OnnxDim {
  return value.dims?.[axis] ?? '';
}

export function numberAt(value: OnnxValue, axis: number): number | null {
  const dim = dimAt(value, axis);
  return typeof dim === 'number' ? dim : null;
}

/** A size that the graph fixes must be the one that occurs. */
export function checkDim(
  graph: OnnxFile,
  value: OnnxValue,
  axis: number,
  expected: number,
  why: string,
): void {
  const size = numberAt(value, axis);
  if (size === null || size === expected) return;
  throw disagreement(graph.file, `fixes dimension ${axis} of ${value.name} to ${size}, and ${why}`);
}

/** Guidance runs two prompts in one call, and one alone where it is off. */
export function checkOpenBatch(graph: OnnxFile, value: OnnxValue): void {
  const size = numberAt(value, 0);
  if (size === null) return;
  throw unsupportedGraph(
    graph.file,
    `fixes the batch of ${value.name} to ${size}; guidance needs 1 and 2. Export the model with dynamic shapes`,
  );
}

export function checkFound(
  graph: OnnxFile,
  found: number | null,
  stated: number,
  what: string,
  config: string,
): void {
  if (found !== null && found !== stated)
    throw statedOtherwise(graph.file, `has ${found} ${what}`, config, stated);
}

export function statedOtherwise(file: string, what: string, config: string, stated: number): LightboxError {
  return disagreement(file, `${what}, and ${config} says ${stated}`);
}

/** Graph and configuration disagree, or two graphs do. */
export function disagreement(file: string, what: string): LightboxError {
  return new LightboxError(
    'MODEL_INVALID',
    `${file}: ${what}. The files of this folder do not belong together.`,
    {
      file,
    },
  );
}

/** A graph of a kind that is not run here. */
export function unsupportedGraph(file: string, what: string): LightboxError {
  return new LightboxError('MODEL_UNSUPPORTED', `${file} ${what}.`, { file });
}
