import { useMemo, useState } from 'react';
import { layoutGraph, nodeHeight } from './graph-layout.ts';

interface PipelineGraphProps {
  readonly nodes: readonly { readonly id: string; readonly label: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

const margin = 12;
const zooms = [0.35, 0.5, 0.75, 1, 1.5] as const;

/** The processors of a query and what flows between them, from the sources above to the result below. */
export function PipelineGraph({ nodes, edges }: PipelineGraphProps) {
  const graph = useMemo(() => layoutGraph({ nodes, edges }), [nodes, edges]);
  const [zoom, setZoom] = useState(3);
  const scale = zooms[zoom] ?? 1;
  const width = graph.width + 2 * margin;
  const height = graph.height + 2 * margin;
  if (graph.nodes.length === 0) return <p className="pane-empty">The server says of no processor.</p>;
  return (
    <div className="pipeline">
      <div className="pipeline-zoom">
        <button
          type="button"
          className="button small"
          aria-label="Smaller"
          disabled={zoom === 0}
          onClick={() => setZoom(zoom - 1)}
        >
          −
        </button>
        <span aria-live="polite">{Math.round(scale * 100)} %</span>
        <button
          type="button"
          className="button small"
          aria-label="Larger"
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          +
        </button>
      </div>
      <div className="explain-scroll" tabIndex={0} role="group" aria-label="Pipeline">
        <svg
          width={width * scale}
          height={height * scale}
          viewBox={`${-margin} ${-margin} ${width} ${height}`}
          role="img"
          aria-label={`${graph.nodes.length} processors: ${graph.nodes.map(({ label }) => label).join(', ')}`}
          data-testid="pipeline"
        >
          {graph.edges.map(({ from, to }, index) => {
            const [x, y] = [from.x + from.width / 2, from.y + nodeHeight];
            const [toX, toY] = [to.x + to.width / 2, to.y];
            const middle = (y + toY) / 2;
            return (
              <path
                key={index}
                className="pipeline-edge"
                d={`M${x} ${y}C${x} ${middle} ${toX} ${middle} ${toX} ${toY}`}
              />
            );
          })}
          {graph.nodes.map(({ id, label, x, y, width: own }) => (
            <g key={id} transform={`translate(${x} ${y})`}>
              <rect className="pipeline-node" width={own} height={nodeHeight} rx="6" />
              <text className="pipeline-label" x={own / 2} y={nodeHeight / 2 + 4} textAnchor="middle">
                {label}
              </text>
            </g>
          ))}
        </svg>
      </div>
    </div>
  );
}
