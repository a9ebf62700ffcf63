import type { AgentModel } from '../../../contract/always-on-agent.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail } from '../../../contract/result.ts';
import type { AlwaysOnAgentSettings } from '../../../contract/settings.ts';
import type { Wording } from '../handlers/say-one-thing.ts';
import type { Spend } from '../status/agent-status.ts';

/** Where a call is recorded, and what ends it. */
export interface WordingPlace {
  readonly threadId: string;
  readonly nodeId: string;
  readonly signal: AbortSignal | undefined;
}

/** The models as the agent uses them: for words, within its limits, recorded call by call. */
export interface AgentModels {
  /** Undefined when no model can or may be asked, or none answered; why is recorded. Throws when it is aborted. */
  word(prompt: string, place: WordingPlace): Promise<Wording | undefined>;
  spend(): Spend;
  states(): readonly AgentModel[];
  onChange(listener: () => void): Stop;
  applySettings(settings: AlwaysOnAgentSettings): void;
  download(url: string, sha256: string): Promise<Result<{ readonly workId: string }, string>>;
  setKey(provider: 'anthropic' | 'openai', key: string): Promise<Result<undefined, string>>;
  readonly stop: Stop;
}

/** An agent whose words come from its rules alone. */
export function withoutModels(): AgentModels {
  const none = () => Promise.resolve(fail('There is nothing that asks models.'));
  return {
    word: () => Promise.resolve(undefined),
    spend: () => ({ calls: 0, costMicros: 0 }),
    states: () => [],
    onChange: () => () => undefined,
    applySettings: () => undefined,
    download: none,
    setKey: none,
    stop: () => undefined,
  };
}
