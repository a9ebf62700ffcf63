import { type AgentNode, type AgentStatus } from '../../contract/always-on-agent.ts';

/** How a node of the graph stands: it runs, the graph waits at it, it failed, or it was the last to run. */
export type NodeMark = 'runs' | 'waits' | 'failed' | 'last';

/** The nodes that stand out. Between two rounds the graph waits in front of the poll; away, at the idle checkpoint. */
export function nodeMarks({ state, node }: Pick<AgentStatus, 'state' | 'node'>): ReadonlyMap<AgentNode, NodeMark> {
  const marks = new Map<AgentNode, NodeMark>();
  if (node !== null) marks.set(node, 'last');
  switch (state) {
    case 'working':
      if (node !== null) marks.set(node, 'runs');
      break;
    case 'failing':
      if (node !== null) marks.set(node, 'failed');
      break;
    case 'watching':
    case 'limited':
      marks.set('context_poll', 'waits');
      break;
    case 'away':
      marks.set('idle_checkpoint', 'waits');
      break;
    case 'off':
    case 'starting':
    case 'paused':
      break;
  }
  return marks;
}

export const markWords: Readonly<Record<NodeMark, string>> = {
  runs: 'runs now',
  waits: 'waits here',
  failed: 'failed',
  last: 'ran last',
};
