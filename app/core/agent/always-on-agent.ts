import { randomUUID } from 'node:crypto';
import { type AgentNode, type AgentStatus, agentGraph } from '../../contract/always-on-agent.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import { fail, ok } from '../../contract/result.ts';
import type { TraceEventRow } from '../../contract/rows.ts';
import type { Settings } from '../../contract/settings.ts';
import type { AgentControls } from '../always-on-agent-face.ts';
import type { Host } from '../host.ts';
import type { PriceList } from '../prices/price-list.ts';
import type { BuildDeps } from '../recorder-build.ts';
import type { RecorderPart } from '../recorder-part.ts';
import type { AgentRow, Intake } from '../sources/agents/agent-row.ts';
import type { PersonRecording } from '../sources/person-recording.ts';
import type { PersonPart } from '../sources/person-with-screen-text.ts';
import type { Store } from '../store.ts';
import { createCheckpointSaver } from './checkpoints/clickhouse-saver.ts';
import { agentContext } from './graph/agent-context.ts';
import { buildAgentGraph } from './graph/agent-graph.ts';
import { ownHandlers } from './handlers/own-handlers.ts';
import { type AgentModels, agentModels } from './models/agent-models.ts';
import { ownRows } from './recording/own-rows.ts';
import { StepRecorder } from './recording/step-recorder.ts';
import { openAgentMemory } from './run/agent-memory.ts';
import { AgentRunner, type HoldReason, type RunEvent } from './run/agent-runner.ts';
import { agentStatusOf } from './status/agent-status.ts';
import { openSuggestions } from './suggestions/open-suggestions.ts';
import { ownTools } from './tools/own-tools.ts';

export interface AlwaysOnAgentDeps extends Pick<BuildDeps, 'pause' | 'changeSetting' | 'agentChanged' | 'work'> {
  readonly host: Host;
  readonly settings: () => Settings;
  readonly store: Store;
  readonly person: Pick<PersonPart, 'onContext'> & { readonly recording: Pick<PersonRecording, 'context'> };
  readonly agents: { readonly intake: Pick<Intake, 'accept'> };
  readonly prices: PriceList;
  /** What asks models; left out, what the settings say. */
  readonly models?: AgentModels;
}

/** The agent as a part of the recorder, whose pause is that of recording, and as its doors see it. */
export interface AlwaysOnAgent extends RecorderPart {
  readonly controls: AgentControls;
}

/** Rows wait for a database that is away; a question is asked all the same then. */
const flushMs = 2_000;
/** What fits into a notification. */
const noticeLength = 200;

/** Builds models, tools, handlers, graph and runner in that order. */
export async function startAlwaysOnAgent(deps: AlwaysOnAgentDeps): Promise<AlwaysOnAgent> {
  const { host, store, agentChanged: onChange } = deps;
  const { clock, log, notifications, paths } = host;
  const { reader, admin } = store.database;
  const settings = () => deps.settings().alwaysOnAgent;
  const memory = await openAgentMemory(paths.dataDir);
  const rows = ownRows({ intake: deps.agents.intake, log, after: (delayMs, fire) => clock.after(delayMs, fire) });
  const present = () => ({
    nowMs: clock.now(),
    timeZone: clock.timeZone(),
    dayStartHour: deps.settings().recording.dayStartHour,
  });
  const asking = { reader, present };
  const models =
    deps.models ??
    agentModels({
      host,
      settings: deps.settings,
      work: deps.work,
      prices: deps.prices,
      asking,
      add: rows.add,
      changeSetting: deps.changeSetting,
    });
  const snapshot = () => agentContext(deps.person.recording.context(), clock.timeZone());
  const suggestions = await openSuggestions({
    writer: store.writer,
    asking,
    never: () => settings().never,
    addNever: (entry) => deps.changeSetting('alwaysOnAgent.never', [...settings().never, entry]),
    log,
  });

  let node: AgentNode | null = null;
  const flush = () => store.writer.flush(flushMs);
  const checkpointer = createCheckpointSaver({
    writer: store.writer,
    reader,
    admin,
    clock,
    graphName: agentGraph,
    ownsThreads: true,
  });
  const runner = new AgentRunner({
    graph: buildAgentGraph({
      checkpointer,
      rules: () => settings().rules,
      handlers: ownHandlers({
        tools: ownTools({ clock, asking, flush, snapshot, add: rows.add }),
        suggestions,
        models,
        notify: ({ title, body }) =>
          notifications.show({ title, body: body.slice(0, noticeLength), place: 'always-on' }),
      }),
      onNode(name) {
        node = name;
        onChange();
      },
    }),
    clock,
    handler: new StepRecorder(rows.add, (problem) => log('warn', 'A step was not recorded', { reason: problem })),
    context: snapshot,
    lookEveryMs: () => settings().lookEveryMs,
    dayStartHour: () => deps.settings().recording.dayStartHour,
    threadId: memory.threadId(),
    onThread: (threadId) => memory.setThreadId(threadId),
    onEvent: (event) => rows.add(traceRow(event, { tsMs: clock.now(), node, threadId: memory.threadId() })),
    onChange,
    held: reasonsToHold({
      paused: memory.paused(),
      recordingPaused: deps.pause.state().kind === 'paused',
      ...settings(),
    }),
  });
  const stops: Stop[] = [
    deps.person.onContext(() => runner.contextChanged()),
    models.onChange(onChange),
    store.onDeletion(async () => {
      await runner.hold('forgetting');
      return () => runner.release('forgetting');
    }),
    store.onRowsDeleted(async () => {
      checkpointer.rowsDeleted();
      runner.rowsDeleted();
      await suggestions.reload();
      onChange();
    }),
  ];

  function status(): AgentStatus {
    return agentStatusOf({
      runner: runner.state(),
      node,
      suggestion: suggestions.current(),
      spend: models.spend(),
      models: models.states(),
      settings: settings(),
    });
  }

  const controls: AgentControls = {
    status,
    async pause() {
      await memory.setPaused(true);
      await runner.hold('person');
      return ok(status());
    },
    async resume() {
      await memory.setPaused(false);
      runner.release('person');
      return ok(status());
    },
    async runNow() {
      const { state, message } = status();
      if (state === 'paused' || state === 'off') return fail(message);
      if (snapshot() === undefined) return fail('There is nothing to look at yet: nobody knows what you do.');
      await Promise.all([models.refresh(), runner.look()]);
      return ok(status());
    },
    async dismiss(id, never) {
      const dismissed = await suggestions.dismiss(id, never);
      onChange();
      return dismissed.ok ? ok(status()) : dismissed;
    },
    async resumeFrom(threadId, checkpointId) {
      const { state, message } = status();
      if (state === 'paused' || state === 'off') return fail(message);
      const resumed = await runner.resumeFrom({ threadId, checkpointId });
      return resumed ? ok(status()) : fail('There is no such checkpoint.');
    },
    downloadModel: (url, sha256) => models.download(url, sha256),
    setModelKey: (provider, key) => models.setKey(provider, key),
  };

  return {
    controls,
    pause: () => void runner.hold('recording'),
    resume: () => runner.release('recording'),
    applySettings(changed) {
      models.applySettings(changed.alwaysOnAgent);
      if (changed.alwaysOnAgent.enabled) runner.release('off');
      else void runner.hold('off');
    },
    stop: async () => {
      for (const stop of stops) await stop();
      await runner.stop();
      await models.stop();
      await rows.settled();
    },
  };
}

function reasonsToHold(facts: {
  readonly paused: boolean;
  readonly recordingPaused: boolean;
  readonly enabled: boolean;
}): HoldReason[] {
  return [
    ...(facts.paused ? (['person'] as const) : []),
    ...(facts.recordingPaused ? (['recording'] as const) : []),
    ...(facts.enabled ? [] : (['off'] as const)),
  ];
}

const levels: Readonly<Record<RunEvent['kind'], TraceEventRow['level']>> = {
  interrupted: 'info',
  resumed: 'info',
  held: 'info',
  failed: 'error',
  'gave-up': 'warn',
};

function traceRow(
  { kind, message }: RunEvent,
  place: { readonly tsMs: number; readonly node: AgentNode | null; readonly threadId: string },
): AgentRow {
  return {
    table: 'seq.trace_events',
    source: 'hivebar',
    id: `hivebar:event:${randomUUID()}`,
    row: { ts_ms: place.tsMs, level: levels[kind], component: agentGraph, event: `graph.${kind}`, message },
    attributes: { thread_id: place.threadId, node_id: place.node ?? '' },
  };
}
