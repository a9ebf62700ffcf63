import { type BaseCheckpointSaver, START, StateGraph, interrupt } from '@langchain/langgraph';
import {
  type AgentHandler,
  type AgentNode,
  type RoutingRule,
  type Suggestion,
  agentGraph,
  agentHandler,
} from '../../../contract/always-on-agent.ts';
import { type AgentState, agentChannels } from './agent-channels.ts';
import type { AgentContext } from './agent-context.ts';
import { hourOf, routeContext } from './route-context.ts';

/** What a handler is given: one context, and the place that its calls are recorded under. */
export interface Look {
  readonly context: AgentContext;
  readonly threadId: string;
  readonly signal: AbortSignal | undefined;
}

/** What came of it. */
export interface Outcome {
  /** What was done, in words without content of windows. */
  readonly action: string;
  readonly suggestion: Suggestion | null;
}

export type Handler = (look: Look) => Promise<Outcome>;

export interface AgentGraphDeps {
  readonly checkpointer: BaseCheckpointSaver;
  /** Asked at every round: the person may edit them meanwhile. */
  readonly rules: () => readonly RoutingRule[];
  readonly handlers: Readonly<Record<AgentHandler, Handler>>;
  /** A node begins. */
  readonly onNode: (node: AgentNode) => void;
}

/** What a person who comes back brings with them. */
export interface Return {
  readonly tsMs: number;
}

/** What the graph tells when it waits for the person. */
export interface Absence {
  readonly sinceMs: number;
}

/**
 * `context_poll -> context_router -> coding_assist | research_assist | general_observe -> context_poll`, and
 * `context_router -> idle_checkpoint` while nobody is there, which interrupts the graph until the person is back.
 *
 * It stops before every poll: whoever runs it puts the next context into `incoming` and lets it go on. So no node ever
 * waits, a round is a fixed row of steps, and the same contexts give the same steps.
 */
export function buildAgentGraph({ checkpointer, rules, handlers, onNode }: AgentGraphDeps) {
  const handle = (node: AgentHandler) => async (state: AgentState, config: NodeConfig) => {
    onNode(node);
    const context = contextIn(state);
    const look = { context, threadId: config.configurable?.thread_id ?? '', signal: config.signal };
    const { action, suggestion } = await handlers[node](look);
    return {
      last_action: action,
      ...(suggestion === null ? {} : { suggestion }),
      ...(node === 'general_observe' ? { observed_hour: hourOf(context) } : {}),
    };
  };

  return new StateGraph(agentChannels)
    .addNode('context_poll', (state) => {
      onNode('context_poll');
      const context = state.incoming;
      if (context === null) throw new Error('The graph was resumed without a context.');
      return {
        incoming: null,
        context,
        active_app: context.app,
        title: context.title,
        url: context.url,
        afk: context.afk,
        idle_ms: context.idleMs,
        screen_text: context.screenText,
        loop_count: state.loop_count + 1,
      };
    })
    .addNode('context_router', (state) => {
      onNode('context_router');
      const { node, reason } = routeContext(contextIn(state), rules(), state.observed_hour);
      return { route: node, route_reason: reason };
    })
    .addNode('coding_assist', handle('coding_assist'))
    .addNode('research_assist', handle('research_assist'))
    .addNode('general_observe', handle('general_observe'))
    .addNode('idle_checkpoint', (state) => {
      onNode('idle_checkpoint');
      const { tsMs, idleMs } = contextIn(state);
      const sinceMs = tsMs - idleMs;
      const back = interrupt<Absence, Return>({ sinceMs });
      const minutes = Math.max(0, Math.round((back.tsMs - sinceMs) / 60_000));
      return { afk: false, last_action: `Waited ${minutes} min for the person to come back.` };
    })
    .addEdge(START, 'context_poll')
    .addEdge('context_poll', 'context_router')
    .addConditionalEdges('context_router', (state) => state.route, [...agentHandler.options, 'idle_checkpoint'])
    .addEdge('coding_assist', 'context_poll')
    .addEdge('research_assist', 'context_poll')
    .addEdge('general_observe', 'context_poll')
    .addEdge('idle_checkpoint', 'context_poll')
    .compile({ name: agentGraph, checkpointer, interruptBefore: ['context_poll'] });
}
export type AgentGraph = ReturnType<typeof buildAgentGraph>;

/** The part of LangGraph's configuration that nodes read. */
interface NodeConfig {
  readonly configurable?: { readonly thread_id?: string };
  readonly signal?: AbortSignal;
}

function contextIn(state: AgentState): AgentContext {
  if (state.context === null) throw new Error('The graph lost the context of its round.');
  return state.context;
}
