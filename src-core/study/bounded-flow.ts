/** An edge of a flow network; the flow on it lies between `low` and `high`, whole numbers. */
export interface BoundedEdge {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

interface Residual {
  readonly to: number;
  left: number;
  readonly back: number;
}

/**
 * A whole flow from `source` to `sink` that keeps every edge's bounds, or null where there is none: the flow with
 * lower bounds as a greatest flow of a network with one more source and sink (Ahuja, Magnanti and Orlin, Network
 * Flows, 1993, section 6.7), found by Dinic's algorithm. Which of several flows is found depends on the order of
 * the edges alone.
 *
 * @returns the flow of each edge, in their order.
 */
export function boundedFlow(
  nodes: number,
  edges: readonly BoundedEdge[],
  source: number,
  sink: number,
): number[] | null {
  const [start, end] = [nodes, nodes + 1];
  const graph: Residual[][] = Array.from({ length: nodes + 2 }, () => []);
  const add = (from: number, to: number, capacity: number): Residual => {
    const [out, into] = [graph[from] ?? [], graph[to] ?? []];
    const forward = { to, left: capacity, back: into.length };
    out.push(forward);
    into.push({ to: from, left: 0, back: out.length - 1 });
    return forward;
  };
  const own = edges.map(({ from, to, low, high }) => add(from, to, high - low));
  let demand = 0;
  for (const { from, to, low } of edges) {
    if (low === 0) continue;
    demand += low;
    add(start, to, low);
    add(from, end, low);
  }
  add(
    sink,
    source,
    edges.reduce((sum, { high }) => sum + high, 0),
  );
  if (greatestFlow(graph, start, end) < demand) return null;
  return own.map(({ left }, index) => (edges[index]?.high ?? 0) - left);
}

function greatestFlow(graph: Residual[][], start: number, end: number): number {
  let total = 0;
  for (;;) {
    const level = levelsFrom(graph, start);
    if ((level[end] ?? -1) < 0) return total;
    const next = graph.map(() => 0);
    for (let pushed = 1; pushed > 0; total += pushed)
      pushed = push({ graph, level, next, end }, start, Infinity);
  }
}

interface Search {
  readonly graph: Residual[][];
  readonly level: readonly number[];
  /** Of each node, the edge to go on with: those before it lead nowhere at these levels. */
  readonly next: number[];
  readonly end: number;
}

/** Sends a flow along one shortest path and gives its size; 0 where there is none left. */
function push(search: Search, node: number, wanted: number): number {
  const { graph, level, next, end } = search;
  if (node === end) return wanted;
  const out = graph[node] ?? [];
  for (let at = next[node] ?? 0; at < out.length; at += 1) {
    next[node] = at;
    const edge = out[at];
    if (edge === undefined || edge.left === 0 || level[edge.to] !== (level[node] ?? 0) + 1) continue;
    const pushed = push(search, edge.to, Math.min(wanted, edge.left));
    if (pushed === 0) continue;
    edge.left -= pushed;
    const reverse = graph[edge.to]?.[edge.back];
    if (reverse !== undefined) reverse.left += pushed;
    return pushed;
  }
  next[node] = out.length;
  return 0;
}

function levelsFrom(graph: readonly Residual[][], start: number): number[] {
  const level = graph.map(() => -1);
  level[start] = 0;
  const queue = [start];
  for (const node of queue) {
    for (const { to, left } of graph[node] ?? []) {
      if (left === 0 || level[to] !== -1) continue;
      level[to] = (level[node] ?? 0) + 1;
      queue.push(to);
    }
  }
  return level;
}
