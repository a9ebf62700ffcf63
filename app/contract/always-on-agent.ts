import * as v from 'valibot';
import { channel, nothing, result } from './channel.ts';

/** The graph of the always-on agent, as its supersteps name it. */
export const agentGraph = 'always-on-agent';

/** The nodes of its graph. */
export const agentNode = v.picklist([
  'context_poll',
  'context_router',
  'coding_assist',
  'research_assist',
  'general_observe',
  'idle_checkpoint',
]);
export type AgentNode = v.InferOutput<typeof agentNode>;

/** Where the router may send a context. */
export const agentHandler = v.picklist(['coding_assist', 'research_assist', 'general_observe']);
export type AgentHandler = v.InferOutput<typeof agentHandler>;

const matching = v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), v.maxLength(200)));

/**
 * One line of the routing table; the first that fits a context decides. Conditions that are left out fit everything,
 * those that are there have to fit all.
 */
export const routingRule = v.object({
  /** Names of applications, exact, case-insensitive. */
  apps: matching,
  /** Domains with their subdomains. */
  domains: matching,
  /** A regular expression over the window title, case-insensitive. */
  title: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
  node: agentHandler,
});
export type RoutingRule = v.InferOutput<typeof routingRule>;

export const suggestionKind = v.picklist([
  'repeated-failure',
  'stuck-stretch',
  'uncommon-cost',
  'reading-note',
  'hourly-summary',
]);
export type SuggestionKind = v.InferOutput<typeof suggestionKind>;

/** The question whose rows led to a suggestion, with the values that it was asked with. */
export const evidence = v.object({
  question: v.pipe(v.string(), v.maxLength(100)),
  params: v.record(v.string(), v.union([v.string(), v.number()])),
});
export type Evidence = v.InferOutput<typeof evidence>;

/** What the agent says. The same matter at the same time has the same id, so that it is said once. */
export const suggestion = v.object({
  id: v.string(),
  tsMs: v.number(),
  node: agentHandler,
  kind: suggestionKind,
  /** What it is about, such as the tool that fails: "never again" holds for the kind with this subject. */
  subject: v.string(),
  title: v.string(),
  body: v.string(),
  evidence,
  /** The model that found the words, as provider/model; empty when they come from the rules alone. */
  wordedBy: v.string(),
  state: v.picklist(['new', 'dismissed', 'never']),
});
export type Suggestion = v.InferOutput<typeof suggestion>;

/** A kind of suggestion that the person does not want to see again, about one subject or, left empty, about any. */
export const neverAgain = v.object({
  kind: suggestionKind,
  subject: v.pipe(v.string(), v.maxLength(500)),
});
export type NeverAgain = v.InferOutput<typeof neverAgain>;

/** How the agent stands to one model that it could ask. */
export const agentModel = v.object({
  /** `provider/model`, as its calls are recorded. */
  name: v.string(),
  place: v.picklist(['in-process', 'local-server', 'cloud']),
  ready: v.boolean(),
  /** One sentence: where it is, or why it cannot be asked. */
  message: v.string(),
});
export type AgentModel = v.InferOutput<typeof agentModel>;

/**
 * What the agent does now. `watching`: waits for the next context. `working`: a node runs. `away`: interrupted because
 * nobody is there. `limited`: works, but this hour's calls or cost are used up, so that no model is asked.
 */
export const agentStateName = v.picklist([
  'off',
  'starting',
  'watching',
  'working',
  'away',
  'paused',
  'limited',
  'failing',
]);
export type AgentStateName = v.InferOutput<typeof agentStateName>;

export const agentStatus = v.object({
  state: agentStateName,
  /** One sentence for the person. */
  message: v.string(),
  /** The node that runs or ran last; null before the first. */
  node: v.nullable(agentNode),
  /** Thread of today; empty before the first step. */
  threadId: v.string(),
  /** Supersteps of this thread so far. */
  steps: v.number(),
  lastStepMs: v.nullable(v.number()),
  /** The newest suggestion that was not dismissed. */
  suggestion: v.nullable(suggestion),
  /** Of the last 60 minutes. */
  spend: v.object({
    calls: v.number(),
    maxCalls: v.number(),
    costMicros: v.number(),
    maxCostMicros: v.number(),
  }),
  models: v.array(agentModel),
  /** Failures of the graph in a row, and when it is tried again. */
  failures: v.number(),
  retryAtMs: v.nullable(v.number()),
});
export type AgentStatus = v.InferOutput<typeof agentStatus>;

const identifier = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

export const alwaysOnAgentChannels = {
  agentStatus: channel('agent-status', { takes: nothing, gives: agentStatus }),
  pauseAgent: channel('pause-agent', { takes: nothing, gives: result(agentStatus, v.string()) }),
  resumeAgent: channel('resume-agent', { takes: nothing, gives: result(agentStatus, v.string()) }),
  /** Looks at the context now instead of at the next change. */
  runAgentNow: channel('run-agent-now', { takes: nothing, gives: result(agentStatus, v.string()) }),
  /** Takes a suggestion away; with `never`, its kind about its subject for good. */
  dismissSuggestion: channel('dismiss-suggestion', {
    takes: v.object({ id: identifier, never: v.boolean() }),
    gives: result(agentStatus, v.string()),
  }),
  /** Goes on from an older checkpoint: the thread forks there. */
  resumeFromCheckpoint: channel('resume-from-checkpoint', {
    takes: v.object({ threadId: identifier, checkpointId: identifier }),
    gives: result(agentStatus, v.string()),
  }),
  /** Lets the person choose a model file; null when they chose none. */
  chooseModelFile: channel('choose-model-file', { takes: nothing, gives: v.nullable(v.string()) }),
  /** Fetches a model file from the network, because the person asked for this one; it is in the list of long work. */
  downloadModel: channel('download-model', {
    takes: v.object({
      url: v.pipe(v.string(), v.url(), v.maxLength(2_000)),
      sha256: v.pipe(
        v.string(),
        v.regex(/^[0-9a-f]{64}$/i, 'has to be the SHA-256 of the file, 64 hexadecimal digits'),
      ),
    }),
    gives: result(v.object({ workId: v.string() }), v.string()),
  }),
  /** Keeps the key of a cloud provider in the keychain; empty removes it. It is never given back. */
  setModelKey: channel('set-model-key', {
    takes: v.object({ provider: v.picklist(['anthropic', 'openai']), key: v.pipe(v.string(), v.maxLength(500)) }),
    gives: result(nothing, v.string()),
  }),
} as const;

export const alwaysOnAgentAnnouncements = {
  agentChanged: { name: 'hivebar:agent-changed', carries: agentStatus },
} as const;
