import type { AgentHandler, Suggestion } from '../../../contract/always-on-agent.ts';
import type { Handler, Look } from '../graph/agent-graph.ts';
import type { AgentModels } from '../models/agent-models.ts';
import type { Suggestions } from '../suggestions/suggestions.ts';
import type { AgentTools } from '../tools/agent-tools.ts';
import { codingDetectors } from './coding-assist.ts';
import { observeDetectors } from './general-observe.ts';
import { researchDetectors } from './research-assist.ts';
import { type SayDeps, sayOneThing } from './say-one-thing.ts';

export interface OwnHandlerDeps {
  readonly tools: (look: Look, node: AgentHandler) => AgentTools;
  readonly suggestions: Suggestions;
  readonly models: Pick<AgentModels, 'word'>;
  /** Tells the person although no window is open. */
  readonly notify: (suggestion: Suggestion) => void;
}

/** The three handlers of the graph, each with what it looks for. */
export function ownHandlers({ tools, suggestions, models, notify }: OwnHandlerDeps): Record<AgentHandler, Handler> {
  const handler = (node: AgentHandler, detectors: SayDeps['detectors']) =>
    sayOneThing({
      node,
      detectors,
      tools,
      isUnwanted: suggestions.isUnwanted,
      word: (prompt, { threadId, signal }) => models.word(prompt, { threadId, nodeId: node, signal }),
      keep: (suggestion, threadId) => suggestions.keep(suggestion, threadId),
      notify,
    });
  return {
    coding_assist: handler('coding_assist', codingDetectors),
    research_assist: handler('research_assist', researchDetectors),
    general_observe: handler('general_observe', observeDetectors),
  };
}
