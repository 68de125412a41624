import type { ModelPart } from '../../src-core/contract/model-description.ts';
import type { ImageTask } from './protocol.ts';

interface Releasable {
  release(): Promise<void>;
}

/** The open graphs of a model. */
export interface GraphStore<Graph extends Releasable> {
  /** The part's graph, opened where it is not. */
  use(part: ModelPart): Promise<Graph>;
  /** Between images: where graphs are loaded in turn the last one is let go, else all stay. */
  rest(): Promise<void>;
  release(): Promise<void>;
}

/**
 * @param memory `in-turn`: before a graph is opened the others are released. A projection is small, and every
 *   prompt passes text encoder and projection: these two stay together.
 */
export function createGraphStore<Graph extends Releasable>(
  open: (part: ModelPart) => Promise<Graph>,
  memory: ImageTask['memory'],
): GraphStore<Graph> {
  const opened = new Map<ModelPart, Graph>();
  const release = async (): Promise<void> => {
    const closing = [...opened.values()];
    opened.clear();
    for (const graph of closing) await graph.release();
  };
  return {
    use: async (part) => {
      const known = opened.get(part);
      if (known !== undefined) return known;
      if (memory === 'in-turn' && part !== 'text_projection') await release();
      const graph = await open(part);
      opened.set(part, graph);
      return graph;
    },
    rest: async () => {
      if (memory === 'in-turn') await release();
    },
    release,
  };
}
