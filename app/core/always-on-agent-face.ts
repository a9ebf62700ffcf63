import type { AgentStatus } from '../contract/always-on-agent.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { Result } from '../contract/result.ts';

/** What became of a wish: how the agent stands now, or a sentence why it could not be done. */
export type AgentAnswer = Promise<Result<AgentStatus, string>>;

/** What can be asked of the always-on agent, and done about it. */
export interface AgentControls {
  status(): AgentStatus;
  /** Ends what runs at its last checkpoint; holds until `resume`, over restarts too. */
  pause(): AgentAnswer;
  resume(): AgentAnswer;
  /** Looks at the context now instead of at the next change. */
  runNow(): AgentAnswer;
  /** Takes a suggestion away; with `never`, its kind about its subject for good (`alwaysOnAgent.never` of the settings). */
  dismiss(id: string, never: boolean): AgentAnswer;
  /** Goes on from an older checkpoint: the thread forks there. */
  resumeFrom(threadId: string, checkpointId: string): AgentAnswer;
  /** Fetches a model file into the data directory and sets it as the model in process; in the list of long work. */
  downloadModel(url: string, sha256: string): Promise<Result<{ readonly workId: string }, string>>;
  /** Keeps the key of a cloud provider with the secrets; an empty one removes it. */
  setModelKey(provider: 'anthropic' | 'openai', key: string): Promise<Result<undefined, string>>;
}

/** The always-on agent as the doors see it. Works before there is a database: the status then says what it waits for. */
export interface AlwaysOnAgentFace extends AgentControls {
  onChange(listener: (status: AgentStatus) => void): Stop;
}
