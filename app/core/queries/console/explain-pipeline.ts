interface Graph {
  nodes: { id: string; label: string }[];
  edges: { from: string; to: string }[];
}

const nodeLine = /^\s*(n\d+) \[label="(.*)"\];$/;
const edgeLine = /^\s*(n\d+) -> (n\d+)\b/;

/** The processors of EXPLAIN PIPELINE graph = 1, out of the dot language that it is written in. */
export function pipelineGraph(dot: string): Graph {
  const graph: Graph = { nodes: [], edges: [] };
  for (const line of dot.split('\n')) {
    const node = nodeLine.exec(line);
    const edge = edgeLine.exec(line);
    if (edge !== null) graph.edges.push({ from: edge[1] ?? '', to: edge[2] ?? '' });
    else if (node !== null) graph.nodes.push({ id: node[1] ?? '', label: unescaped(node[2] ?? '') });
  }
  return graph;
}

function unescaped(text: string): string {
  return text.replace(/\\n/g, ' ').replace(/\\(.)/g, '$1');
}
