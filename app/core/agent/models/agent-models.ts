import { isDeepStrictEqual } from 'node:util';
import { type AgentModel, agentGraph } from '../../../contract/always-on-agent.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail } from '../../../contract/result.ts';
import type { TraceEventRow } from '../../../contract/rows.ts';
import type { AlwaysOnAgentSettings, Settings } from '../../../contract/settings.ts';
import type { Host } from '../../host.ts';
import type { WorkList } from '../../long-work/work-list.ts';
import type { PriceList } from '../../prices/price-list.ts';
import { programVersion } from '../../program-version.ts';
import type { AskDeps } from '../../queries/ask.ts';
import type { AgentRow } from '../../sources/agents/agent-row.ts';
import type { Wording } from '../handlers/say-one-thing.ts';
import { networkState } from '../network-state.ts';
import type { Spend } from '../status/agent-status.ts';
import { followSignals } from './follow-signals.ts';
import { nameOf } from './model-types.ts';
import { createModels } from './models.ts';
import { storedCalls } from './stored-calls.ts';

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
  /** Looks which models are there, and what was spent. */
  refresh(): Promise<void>;
  applySettings(settings: AlwaysOnAgentSettings): void;
  download(url: string, sha256: string): Promise<Result<{ readonly workId: string }, string>>;
  setKey(provider: 'anthropic' | 'openai', key: string): Promise<Result<undefined, string>>;
  readonly stop: Stop;
}

export interface AgentModelsDeps {
  readonly host: Host;
  readonly settings: () => Settings;
  readonly work: WorkList;
  readonly prices: PriceList;
  readonly asking: AskDeps;
  /** The way of the agent's rows to the intake. */
  readonly add: (row: AgentRow) => void;
  /** Makes a file that was fetched the model in process. */
  readonly changeSetting: (path: 'alwaysOnAgent.models', value: unknown) => Promise<Result<unknown, string>>;
}

const system =
  'You are the observer in Hivebar, beside a developer at work. Answer in plain sentences without lists or markup, briefly, and only from what you are told.';
const maxOutputTokens = 200;
const tokenBudget = 4_000;
/** A round of the graph may take a little longer than that: words that do not come are left to the rules. */
const wordWithinMs = 100_000;
/** A suggestion is read at a glance. */
const textLimit = 600;

/** Models as the settings name them. Nobody waits for the words, so they are asked as a batch. */
export function agentModels(deps: AgentModelsDeps): AgentModels {
  const { host, settings, add } = deps;
  const listeners = new Set<() => void>();
  let spent: Spend = { calls: 0, costMicros: 0 };
  const models = createModels({
    host,
    settings: settings().alwaysOnAgent,
    work: deps.work,
    prices: deps.prices,
    stored: storedCalls(deps.asking),
    record: (row) => add({ table: 'hive.model_invocations', source: 'hivebar', id: row.event_id ?? '', row }),
    recordRefusal: (row) => add(refusalOf(row)),
    onDownloaded: (file) => void useFile(file),
    minFreeDiskBytes: () => settings().minFreeDiskBytes,
    sourceVersion: programVersion,
  });

  async function useFile(file: string): Promise<void> {
    const changed = await deps.changeSetting('alwaysOnAgent.models', { ...settings().alwaysOnAgent.models, file });
    if (!changed.ok) host.log('error', 'The fetched model could not be set', { reason: changed.error });
  }

  /** Settles when the figures are as they are now; those from before stand where the database does not answer. */
  async function countSpend(): Promise<void> {
    const counted = await models.spend();
    if (counted.ok) spent = counted.value;
    for (const listener of listeners) listener();
  }
  const look = () =>
    models
      .refresh({ networkState: networkState() })
      .then(countSpend)
      .catch((error: unknown) => host.log('warn', 'The models could not be looked at', { reason: String(error) }));
  let applied = settings().alwaysOnAgent;
  if (applied.enabled) void look();

  return {
    async word(prompt, { threadId, nodeId, signal }) {
      const tooLate = new AbortController();
      const stopTimer = host.clock.after(wordWithinMs, () => tooLate.abort());
      const ending = followSignals(signal === undefined ? [tooLate.signal] : [signal, tooLate.signal]);
      const completion = await models
        .complete(
          {
            system,
            messages: [{ role: 'user', text: prompt }],
            maxOutputTokens,
            purpose: { threadId, nodeId, graphName: agentGraph },
          },
          {
            latencyTier: 'batch',
            privacyRequired: settings().alwaysOnAgent.privacyRequired,
            tokenBudget,
            networkState: networkState(),
          },
          { signal: ending.signal },
        )
        .finally(ending.unfollow);
      await stopTimer();
      await countSpend();
      signal?.throwIfAborted();
      if (!completion.ok) return undefined;
      const text = completion.value.text.trim().slice(0, textLimit);
      return text === '' ? undefined : { text, by: nameOf(completion.value) };
    },
    spend: () => spent,
    states: () => models.states(),
    onChange(listener) {
      listeners.add(listener);
      const stop = models.onChange(listener);
      return async () => {
        listeners.delete(listener);
        await stop();
      };
    },
    refresh: look,
    applySettings(changed) {
      if (isDeepStrictEqual(changed, applied)) return;
      applied = changed;
      models.applySettings(changed);
      void look();
    },
    download: (url, sha256) => Promise.resolve(models.download(url, sha256)),
    setKey: (provider, key) => models.setKey(provider, key),
    stop: () => models.stop(),
  };
}

/** The intake takes attributes as an object. */
function refusalOf({ attributes = '{}', event_id: id = '', ...row }: TraceEventRow): AgentRow {
  const parsed = JSON.parse(attributes) as Record<string, string | number | boolean>;
  return { table: 'seq.trace_events', source: 'hivebar', id, row, attributes: parsed };
}

/** An agent whose words come from its rules alone. */
export function withoutModels(): AgentModels {
  const none = () => Promise.resolve(fail('There is nothing that asks models.'));
  return {
    word: () => Promise.resolve(undefined),
    spend: () => ({ calls: 0, costMicros: 0 }),
    states: () => [],
    onChange: () => () => undefined,
    refresh: () => Promise.resolve(),
    applySettings: () => undefined,
    download: none,
    setKey: none,
    stop: () => undefined,
  };
}
