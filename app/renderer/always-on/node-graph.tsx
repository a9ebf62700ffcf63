import { type AgentNode, type AgentStatus, agentNode } from '../../contract/always-on-agent.ts';
import { nodeWords } from './agent-words.ts';
import { markWords, type NodeMark, nodeMarks } from './node-marks.ts';

interface Box {
  readonly x: number;
  readonly y: number;
}

const size = { width: 158, height: 44 };

/** Where each node stands, in units of the drawing. */
const boxes: Readonly<Record<AgentNode, Box>> = {
  context_poll: { x: 8, y: 88 },
  context_router: { x: 226, y: 88 },
  coding_assist: { x: 444, y: 28 },
  research_assist: { x: 444, y: 88 },
  general_observe: { x: 444, y: 148 },
  idle_checkpoint: { x: 226, y: 168 },
};

/** From a node to the one that may follow it; every way ends at the poll. */
const ways = [
  'M166 110H222',
  'M384 110H440',
  'M384 110H404V50H440',
  'M384 110H404V170H440',
  'M305 132V164',
  'M226 190H87V136',
  'M602 50H622V10H87V84',
  'M602 110H622V50',
  'M602 170H622V110',
];

/** The graph of the agent with the node that runs, or at which it waits; the same in words for who cannot see it. */
export function NodeGraph({ status }: { status: Pick<AgentStatus, 'state' | 'node'> }) {
  const marks = nodeMarks(status);
  return (
    <figure className="node-graph" data-testid="node-graph">
      <svg viewBox="0 0 630 222" aria-hidden="true">
        <defs>
          <marker id="way-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path className="way-end" d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        {ways.map((way) => (
          <path key={way} className="way" d={way} markerEnd={joins.has(way) ? undefined : 'url(#way-end)'} />
        ))}
        {agentNode.options.map((node) => (
          <NodeBox key={node} node={node} mark={marks.get(node)} />
        ))}
      </svg>
      <figcaption className="visually-hidden">
        <ul aria-label="Nodes of the agent">
          {agentNode.options.map((node) => {
            const mark = marks.get(node);
            return (
              <li key={node} data-testid={`node-${node}`} data-mark={mark ?? ''}>
                {mark === undefined ? nodeWords[node] : `${nodeWords[node]}: ${markWords[mark]}`}
              </li>
            );
          })}
        </ul>
      </figcaption>
    </figure>
  );
}

/** Ways that run into another one instead of into a node. */
const joins: ReadonlySet<string> = new Set(['M602 110H622V50', 'M602 170H622V110']);

function NodeBox({ node, mark }: { node: AgentNode; mark: NodeMark | undefined }) {
  const { x, y } = boxes[node];
  return (
    <g className={mark === undefined ? 'node' : `node node-${mark}`} transform={`translate(${x} ${y})`}>
      <rect width={size.width} height={size.height} rx="8" />
      <text className="node-words" x="10" y="18">
        {nodeWords[node]}
      </text>
      <text className="node-name" x="10" y="34">
        {mark === undefined ? node : `${node}: ${markWords[mark]}`}
      </text>
    </g>
  );
}
