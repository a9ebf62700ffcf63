/** A graph of processors placed in layers, so that what flows goes downwards. */
export interface PlacedNode {
  readonly id: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly from: PlacedNode; readonly to: PlacedNode }[];
  readonly width: number;
  readonly height: number;
}

interface Graph {
  readonly nodes: readonly { readonly id: string; readonly label: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export const nodeHeight = 28;
const layerGap = 36;
const nodeGap = 16;
const letterWidth = 7;
/** Each goes once down and once up; more change little. */
const sweeps = 4;

/** Layers by the longest way from a source; within a layer, nodes stand near the middle of those they are tied to. */
export function layoutGraph({ nodes, edges }: Graph): PlacedGraph {
  const ids = new Set(nodes.map(({ id }) => id));
  const known = edges.filter(({ from, to }) => ids.has(from) && ids.has(to) && from !== to);
  const layers = layersOf(nodes, known);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    orderLayers(layers, known, sweep % 2 === 0);
  }
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const widths = new Map(nodes.map(({ id, label }) => [id, Math.max(56, label.length * letterWidth + 20)]));
  const layerWidths = layers.map((layer) => layer.reduce((sum, id) => sum + (widths.get(id) ?? 0) + nodeGap, -nodeGap));
  const width = Math.max(0, ...layerWidths);
  const placed = new Map<string, PlacedNode>();
  layers.forEach((layer, depth) => {
    let x = (width - (layerWidths[depth] ?? 0)) / 2;
    for (const id of layer) {
      const own = widths.get(id) ?? 0;
      placed.set(id, { id, label: labels.get(id) ?? '', x, y: depth * (nodeHeight + layerGap), width: own });
      x += own + nodeGap;
    }
  });
  return {
    nodes: [...placed.values()],
    edges: known.flatMap((edge) => {
      const from = placed.get(edge.from);
      const to = placed.get(edge.to);
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
    width,
    height: Math.max(0, layers.length * (nodeHeight + layerGap) - layerGap),
  };
}

function layersOf(nodes: Graph['nodes'], edges: Graph['edges']): string[][] {
  const incoming = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) incoming.get(to)?.push(from);
  const depths = new Map<string, number>();
  const onWay = new Set<string>();
  function depthOf(id: string): number {
    const found = depths.get(id);
    if (found !== undefined) return found;
    // An edge back, in a graph that should have none, ties nothing.
    if (onWay.has(id)) return -1;
    onWay.add(id);
    const depth = 1 + Math.max(-1, ...(incoming.get(id) ?? []).map(depthOf));
    onWay.delete(id);
    depths.set(id, depth);
    return depth;
  }
  const layers: string[][] = [];
  for (const { id } of nodes) (layers[depthOf(id)] ??= []).push(id);
  return Array.from(layers, (layer) => layer);
}

function orderLayers(layers: string[][], edges: Graph['edges'], downwards: boolean): void {
  const tied = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [own, other] = downwards ? [to, from] : [from, to];
    tied.set(own, [...(tied.get(own) ?? []), other]);
  }
  const places = new Map<string, number>();
  const note = (layer: readonly string[]) => layer.forEach((id, index) => places.set(id, (index + 0.5) / layer.length));
  layers.forEach(note);
  for (const layer of downwards ? layers : [...layers].reverse()) {
    const middles = new Map(
      layer.map((id) => {
        const others = tied.get(id) ?? [];
        const sum = others.reduce((total, other) => total + (places.get(other) ?? 0), 0);
        return [id, others.length === 0 ? (places.get(id) ?? 0) : sum / others.length];
      }),
    );
    layer.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
    note(layer);
  }
}
