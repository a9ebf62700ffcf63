import type { Connection, ConnectionChange, Endpoints, MadeChange, ShownPlan } from '../contract/connect.ts';
import type { AgentName, ImportProgress } from '../contract/imports.ts';
import type { Result } from '../contract/result.ts';

/**
 * What a person does about agents, as the doors see it: settings of the agents, their past, and what is kept.
 * Works from the moment the recorder exists: connecting changes files and needs no database. Errors are sentences.
 */
export interface AgentsFace {
  /** Each agent of `agentNames`, in that order. Reads the agents' settings files. */
  connections(): Promise<readonly Connection[]>;
  /** What a change would do. Changes nothing. */
  plan(agent: AgentName, change: ConnectionChange): Promise<Result<ShownPlan, string>>;
  /** Makes the change that `plan` showed under this fingerprint; refuses when it would be another one by now. */
  change(agent: AgentName, change: ConnectionChange, fingerprint: string): Promise<Result<MadeChange, string>>;
  /** Addresses and the content switch. */
  endpoints(): Promise<Endpoints>;
  /** Writes `agents.keepContent` of `settings.json`; the running sources follow the file. */
  setKeepContent(keep: boolean): Promise<Result<Endpoints, string>>;
  /** The last import of each agent since the start; a running one among them. Newest first, one per agent. */
  imports(): readonly ImportProgress[];
  /** Starts the import of an agent's past, from its own folder or from `path`; refuses while one of it runs. */
  startImport(agent: AgentName, path?: string): Promise<Result<ImportProgress, string>>;
  /** Settles once the import has stopped; nothing happens when none runs. What was imported stays. */
  cancelImport(agent: AgentName): Promise<void>;
}
