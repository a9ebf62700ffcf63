import { expect, it } from 'vitest';
import { layoutGraph } from './graph-layout.ts';

const node = (id: string) => ({ id, label: `Step ${id}` });

it('what flows goes downwards, by the longest way', () => {
  const { nodes } = layoutGraph({
    nodes: ['a', 'b', 'c', 'd'].map(node),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'd' },
      { from: 'a', to: 'd' },
      { from: 'c', to: 'd' },
    ],
  });
  const depth = Object.fromEntries(nodes.map(({ id, y }) => [id, y / 64]));
  expect(depth).toEqual({ a: 0, b: 1, c: 0, d: 2 });
});

it('no two nodes of a layer lie on each other, and all lie within the drawing', () => {
  const ids = Array.from({ length: 12 }, (_, index) => `n${index}`);
  const graph = layoutGraph({ nodes: [...ids, 'sink'].map(node), edges: ids.map((from) => ({ from, to: 'sink' })) });
  const layer = graph.nodes.filter(({ y }) => y === 0).sort((a, b) => a.x - b.x);
  layer
    .slice(1)
    .forEach(({ x }, index) => expect(x).toBeGreaterThan((layer[index]?.x ?? 0) + (layer[index]?.width ?? 0)));
  for (const { x, width } of graph.nodes) expect(x >= 0 && x + width <= graph.width).toBe(true);
});

it('pairs stand under each other, however they were named', () => {
  const graph = layoutGraph({
    nodes: ['a', 'b', 'c', 'z', 'y', 'x'].map(node),
    edges: [
      { from: 'a', to: 'x' },
      { from: 'b', to: 'y' },
      { from: 'c', to: 'z' },
    ],
  });
  for (const { from, to } of graph.edges) expect(from.x).toBe(to.x);
});

it('a circle and an edge to nowhere break nothing', () => {
  const graph = layoutGraph({
    nodes: ['a', 'b'].map(node),
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
      { from: 'a', to: 'gone' },
    ],
  });
  expect(graph.nodes).toHaveLength(2);
  expect(layoutGraph({ nodes: [], edges: [] })).toEqual({ nodes: [], edges: [], width: 0, height: 0 });
});
