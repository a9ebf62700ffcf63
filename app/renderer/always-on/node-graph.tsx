import { type AgentNode, type AgentStatus, agentNode } from '../../contract/always-on-agent.ts';
import { nodeWords } from './agent-words.ts';
import { markWords, type NodeMark, nodeMarks } from './node-marks.ts';

interface Box {
  readonly x: number;
  readonly y: number;
}

const size = { width: 176, height: 44 };

/** Where each node stands, in units of the drawing. */
const boxes: Readonly<Record<AgentNode, Box>> = {
  context_poll: { x: 8, y: 88 },
  context_router: { x: 232, y: 88 },
  coding_assist: { x: 456, y: 28 },
  research_assist: { x: 456, y: 88 },
  general_observe: { x: 456, y: 148 },
  idle_checkpoint: { x: 232, y: 168 },
};

/** From a node to the one that may follow it; every way ends at the poll. */
const ways = [
  'M184 110H228',
  'M408 110H452',
  'M430 110V50H452',
  'M430 110V170H452',
  'M320 132V164',
  'M232 190H96V136',
  'M632 50H652V10H96V84',
];

/** Ways that run into another one instead of into a node. */
const joins = ['M632 110H652V50', 'M632 170H652V110'];

/** The graph of the agent with the node that runs, or at which it waits; the same in words for who cannot see it. */
export function NodeGraph({ status }: { status: Pick<AgentStatus, 'state' | 'node'> }) {
  const marks = nodeMarks(status);
  return (
    <figure className="node-graph" data-testid="node-graph">
      <svg viewBox="0 0 660 222" aria-hidden="true">
        <defs>
          <marker id="way-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path className="way-end" d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        {ways.map((way) => (
          <path key={way} className="way" d={way} markerEnd="url(#way-end)" />
        ))}
        {joins.map((way) => (
          <path key={way} className="way" d={way} />
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
