import { type Settings, defaultSettings } from '../../contract/settings.ts';
import type { CurrentContext } from '../../contract/context.ts';
import { type AlwaysOnAgent, startAlwaysOnAgent } from '../agent/always-on-agent.ts';
import { type AgentModels, withoutModels } from '../agent/models/agent-models.ts';
import type { Host } from '../host.ts';
import { createWorkList } from '../long-work/work-list.ts';
import { createPriceList } from '../prices/price-list.ts';
import type { AgentRow } from '../sources/agents/agent-row.ts';
import type { Store } from '../store.ts';
import { agentIntake } from './agent-intake.ts';
import { countTimers } from './counted-clock.ts';

/** The agent as the recorder builds it, beside a person who does what the benchmark says. */
export interface BenchAgent {
  readonly agent: AlwaysOnAgent;
  /** What the person does from now on; the agent is told. */
  show(context: (tsMs: number) => CurrentContext): void;
  /** Switches it off and on as the settings do. */
  setEnabled(enabled: boolean): void;
  /** Timers that the agent holds now. */
  timers(): number;
  /** How often a model was to be asked. */
  modelCalls(): number;
  /** Settles when no round runs. */
  rests(): Promise<void>;
}

export interface BenchAgentDeps {
  readonly host: Host;
  readonly store: Store;
  readonly lookEveryMs: number;
  readonly context: (tsMs: number) => CurrentContext;
  /** Hears of the agent's rows on their way to the writer. */
  readonly onRows?: (rows: readonly AgentRow[]) => void;
}

const restLookMs = 5;

export async function startBenchAgent(deps: BenchAgentDeps): Promise<BenchAgent> {
  const { host, store, onRows = () => undefined } = deps;
  const clock = countTimers(host.clock);
  let settings = settingsWith(defaultSettings(), { enabled: true, lookEveryMs: deps.lookEveryMs });
  let { context } = deps;
  let modelCalls = 0;
  const listeners = new Set<() => void>();
  const intake = agentIntake(host, store);
  const models: AgentModels = {
    ...withoutModels(),
    word() {
      modelCalls += 1;
      return Promise.resolve(undefined);
    },
  };
  const agent = await startAlwaysOnAgent({
    host: { ...host, clock },
    settings: () => settings,
    store,
    person: {
      recording: { context: () => context(host.clock.now()) },
      onContext(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    agents: {
      intake: {
        accept(via, rows) {
          onRows(rows);
          return intake.accept(via, rows);
        },
      },
    },
    pause: { state: () => ({ kind: 'recording' }), pause: refused, resume: refused, stop: () => undefined },
    changeSetting: refused,
    agentChanged: () => undefined,
    work: createWorkList(clock),
    prices: createPriceList({ own: () => [] }),
    models,
  });
  return {
    agent,
    show(shown) {
      context = shown;
      for (const listener of listeners) listener();
    },
    setEnabled(enabled) {
      settings = settingsWith(settings, { enabled });
      agent.applySettings?.(settings);
    },
    timers: () => clock.running(),
    modelCalls: () => modelCalls,
    async rests() {
      while (agent.controls.status().state === 'working') {
        await new Promise<void>((wake) => void host.clock.after(restLookMs, wake));
      }
    },
  };
}

function settingsWith(settings: Settings, changes: Partial<Settings['alwaysOnAgent']>): Settings {
  return { ...settings, alwaysOnAgent: { ...settings.alwaysOnAgent, ...changes } };
}

/** The person neither pauses nor changes settings meanwhile. */
function refused(): Promise<never> {
  return Promise.reject(new Error('This is not done while it is measured.'));
}
