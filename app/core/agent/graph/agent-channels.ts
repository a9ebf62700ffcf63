import { Annotation } from '@langchain/langgraph';
import type { AgentNode, Suggestion } from '../../../contract/always-on-agent.ts';
import type { AgentContext } from './agent-context.ts';

/** What the graph knows between its steps; all of it is in every checkpoint. */
export const agentChannels = Annotation.Root({
  /** What the next poll will read; the only thing that comes from outside. */
  incoming: Annotation<AgentContext | null>,
  /** The context that this round is about. */
  context: Annotation<AgentContext | null>,
  active_app: Annotation<string>,
  title: Annotation<string>,
  url: Annotation<string>,
  afk: Annotation<boolean>,
  idle_ms: Annotation<number>,
  screen_text: Annotation<string>,
  /** Where the router sent the context, and why. */
  route: Annotation<AgentNode>,
  route_reason: Annotation<string>,
  /** The local hour in which the agent last observed, so that it does once every hour. */
  observed_hour: Annotation<string>,
  /** What the last node that did something did, in words. */
  last_action: Annotation<string>,
  /** The last thing that the agent said. */
  suggestion: Annotation<Suggestion | null>,
  /** Rounds of this thread. */
  loop_count: Annotation<number>,
});
export type AgentState = typeof agentChannels.State;

/** Where a thread begins. */
export const emptyState: AgentState = {
  incoming: null,
  context: null,
  active_app: '',
  title: '',
  url: '',
  afk: false,
  idle_ms: 0,
  screen_text: '',
  route: 'context_poll',
  route_reason: '',
  observed_hour: '',
  last_action: '',
  suggestion: null,
  loop_count: 0,
};
