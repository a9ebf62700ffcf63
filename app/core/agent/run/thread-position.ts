import type { AgentNode } from '../../../contract/always-on-agent.ts';
import type { AgentGraph } from '../graph/agent-graph.ts';

/** A thread, or one checkpoint of it that it is to go on from. */
export interface ThreadPlace {
  readonly threadId: string;
  readonly checkpointId?: string;
}

/** How a thread stands by its last checkpoint. */
export type ThreadPosition = { readonly steps: number } & (
  | { readonly kind: 'new' }
  /** Waits for a context. */
  | { readonly kind: 'poll' }
  /** Interrupted: waits for the person. */
  | { readonly kind: 'away' }
  /** Was broken off before this node. */
  | { readonly kind: 'broken-off'; readonly node: AgentNode }
);

export async function threadPosition(graph: AgentGraph, place: ThreadPlace): Promise<ThreadPosition> {
  const { next, tasks, metadata } = await graph.getState({ configurable: configurableOf(place) });
  const steps = Math.max(0, metadata?.step ?? 0);
  const [node] = next;
  if (node === undefined) return { kind: 'new', steps };
  if (node === 'context_poll') return { kind: 'poll', steps };
  if (tasks.some(({ interrupts }) => interrupts.length > 0)) return { kind: 'away', steps };
  // The names of the graph's nodes are those of the contract; before the first of them stands START.
  return node === '__start__' ? { kind: 'new', steps } : { kind: 'broken-off', node: node as AgentNode, steps };
}

/** LangGraph's names for a place. */
export function configurableOf({ threadId, checkpointId }: ThreadPlace) {
  return { thread_id: threadId, ...(checkpointId === undefined ? {} : { checkpoint_id: checkpointId }) };
}
