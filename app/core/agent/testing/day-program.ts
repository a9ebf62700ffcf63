import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AgentStatus } from '../../../contract/always-on-agent.ts';
import { ok } from '../../../contract/result.ts';
import { type Settings, defaultSettings } from '../../../contract/settings.ts';
import { silentLog } from '../../database/testing.ts';
import type { Paths } from '../../host.ts';
import { createWorkList } from '../../long-work/work-list.ts';
import { createPriceList } from '../../prices/price-list.ts';
import { AgentHealth } from '../../sources/agents/agent-health.ts';
import { createIntake } from '../../sources/agents/intake.ts';
import { startPersonRecording } from '../../sources/person-recording.ts';
import { FakeClock } from '../../sources/testing/fake-clock.ts';
import { FakeDesk } from '../../sources/testing/fake-desk.ts';
import type { WindowSample } from '../../sources/window/window-sample.ts';
import { openStore } from '../../store.ts';
import { testHost } from '../../testing.ts';
import { startAlwaysOnAgent } from '../always-on-agent.ts';
import { withoutModels } from '../models/agent-models.ts';

/** What the day is told to begin with. */
export interface DayStart {
  readonly paths: Paths;
  /** ISO 8601; the day goes on from here as it is told to. */
  readonly at: string;
  /** The last key press before that, ISO 8601; left out, just now. */
  readonly leftAt?: string;
}

/** One line on the program's input; each is answered by one line with the agent's status. */
export type DayCommand =
  /** Time passes; the agent finishes what it begins on the way. */
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'focus'; readonly window: Partial<WindowSample> }
  /** Whether keys are pressed all the time. */
  | { readonly do: 'type'; readonly typing: boolean }
  /** An agent's tool fails now. */
  | { readonly do: 'fail'; readonly tool: string; readonly reason: string };

const chunkMs = 5_000;

/**
 * A day of a person and of the agent beside them, in time that passes as it is told to, over a real store: windows,
 * presence and privacy, writer and ClickHouse, the graph and its checkpoints are those of the app.
 */
export async function liveDay({ paths, at, leftAt = at }: DayStart): Promise<void> {
  const host = testHost(paths);
  const defaults = defaultSettings();
  const settings: Settings = { ...defaults, alwaysOnAgent: { ...defaults.alwaysOnAgent, lookEveryMs: 3_600_000 } };
  const opened = await openStore(host, settings, () => undefined);
  if (!opened.ok) throw new Error(opened.error);
  const store = opened.value;

  const clock = new FakeClock(at);
  const desk = new FakeDesk(clock);
  desk.leftAt(Date.parse(leftAt));
  const listeners = new Set<() => void>();
  const recording = startPersonRecording({
    clock,
    power: desk,
    log: silentLog,
    windows: desk.backend,
    sink: store.sink,
    settings,
    journalPath: join(paths.dataDir, 'open-segment.jsonl'),
    onChange: () => listeners.forEach((listener) => listener()),
  });
  const intake = createIntake({
    sink: store.sink,
    now: () => clock.now(),
    price: () => ({ cost_micros: 0, cost_source: 'computed', price_rev: 'test' }),
    rules: () => ({ text: (text) => text, keepContent: true }),
    pausedAt: () => false,
    stored: () => Promise.resolve(ok(new Set())),
    geminiSessions: () => Promise.resolve(ok(new Set())),
    health: new AgentHealth(() => clock.now()),
  });
  const agent = await startAlwaysOnAgent({
    host: { ...host, clock },
    settings: () => settings,
    store,
    person: {
      recording,
      onContext(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    agents: { intake },
    pause: { state: () => ({ kind: 'recording' }), pause: never, resume: never, stop: () => undefined },
    changeSetting: never,
    agentChanged: () => undefined,
    work: createWorkList(clock),
    prices: createPriceList({ own: () => [] }),
    models: withoutModels(),
  });

  /** Real time goes by until the agent waits again; the day's does not. */
  async function rests(): Promise<AgentStatus> {
    for (;;) {
      const status = agent.controls.status();
      if (status.state !== 'working') return status;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  let failures = 0;
  async function obey(command: DayCommand): Promise<void> {
    switch (command.do) {
      case 'pass':
        for (let leftMs = command.minutes * 60_000; leftMs > 0; leftMs -= chunkMs) {
          await clock.advance(Math.min(chunkMs, leftMs));
          await rests();
        }
        break;
      case 'focus':
        desk.focus(command.window);
        break;
      case 'type':
        desk.typing = command.typing;
        break;
      case 'fail': {
        failures += 1;
        const row = {
          ts_ms: clock.now(),
          thread_id: 'session',
          tool_name: command.tool,
          ok: 0,
          error_msg: command.reason,
        };
        const id = `claude-code:tool:${failures}`;
        await intake.accept('socket', [{ table: 'hive.tool_calls', source: 'claude-code', id, row }]);
        break;
      }
    }
  }

  process.stdout.write(`${JSON.stringify(await rests())}\n`);
  for await (const line of createInterface(process.stdin)) {
    await obey(JSON.parse(line) as DayCommand);
    process.stdout.write(`${JSON.stringify(await rests())}\n`);
  }
  await agent.stop();
  await recording.stop();
  await store.stop();
}

function never(): Promise<never> {
  return Promise.reject(new Error('This is not done on this day.'));
}
