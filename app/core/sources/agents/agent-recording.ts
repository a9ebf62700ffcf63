import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Connection } from '../../../contract/connect.ts';
import type { PartHealth } from '../../../contract/health.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { agentNames } from '../../../contract/imports.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { CurrentContext } from '../../../contract/context.ts';
import type { Importer } from '../../connect/agents.ts';
import type { Doors } from '../../database/runtime-file.ts';
import type { Host } from '../../host.ts';
import type { Jobs } from '../../jobs.ts';
import type { PriceList } from '../../prices/price-list.ts';
import { sessionsWithToolTelemetry } from '../../queries/sessions-with-telemetry.ts';
import { programVersion } from '../../program-version.ts';
import { quietPart } from '../../recorder-status.ts';
import type { Store } from '../../store.ts';
import type { WorkList } from '../../long-work/work-list.ts';
import { createRouter } from '../mapping/route-records.ts';
import { sourceMappers } from '../mapping/source-mappers.ts';
import { startOtlpReceiver } from '../otlp/otlp-receiver.ts';
import { createPrivacyFilter } from '../privacy.ts';
import { snapshotOp, streamOp } from '../socket/context-ops.ts';
import { eventLoopOp } from '../socket/event-loop-op.ts';
import { pingOp } from '../socket/ping-op.ts';
import { pushOp } from '../socket/push-op.ts';
import type { SocketOp } from '../socket/socket-op.ts';
import { startSocketServer } from '../socket/socket-server.ts';
import { isTakenOver } from '../../writer/taken-over.ts';
import { followTranscripts } from '../transcripts/follow-transcripts.ts';
import { importOp } from '../transcripts/import-op.ts';
import { createImports } from '../transcripts/imports.ts';
import { AgentHealth } from './agent-health.ts';
import type { AgentSource, Intake } from './agent-row.ts';
import { watchConnections } from './connected-agents.ts';
import { receiverPart, socketPart } from './door-health.ts';
import { followSwitch } from './follow-switch.ts';
import { createIntake } from './intake.ts';
import { otlpToken } from './otlp-token.ts';
import { PauseTimes } from './pause-times.ts';
import { storedBefore } from './stored-before.ts';

export interface AgentRecordingDeps {
  readonly host: Host;
  readonly settings: Settings;
  readonly store: Store;
  readonly context: () => CurrentContext;
  /** Since when the person has paused; undefined while recording. */
  readonly pausedSinceMs: number | undefined;
  /** Reads the agents' settings files. */
  readonly connections: () => Promise<readonly Connection[]>;
  /** What else the socket does. */
  readonly moreOps: readonly SocketOp[];
  readonly prices: PriceList;
  readonly work: WorkList;
  readonly jobs: Pick<Jobs, 'ops' | 'costsArrived'>;
}

/** Agents being recorded: by their telemetry, by their session files, by programs that push. */
export interface AgentRecording {
  /** What is open, for `runtime.json`. */
  readonly doors: Doors;
  /** Where the receiver asks for a token, that token. */
  otlpToken(): string | undefined;
  readonly importer: Importer;
  readonly intake: Intake;
  /** One entry for each source that was heard of, and for each door. */
  health(): PartHealth[];
  /** What a person keeps, prices and hides counts at once, a token too; another port counts from the next start. */
  applySettings(settings: Settings): void;
  pause(): void;
  resume(): void;
  stop: Stop;
}

/** Builds intake, receiver, session files and socket in that order. A door that cannot be opened says so in its health. */
export async function startAgentRecording(deps: AgentRecordingDeps): Promise<AgentRecording> {
  const { host, store, context, prices, jobs } = deps;
  const { clock, log, paths, account } = host;
  let { settings } = deps;
  let privacy = createPrivacyFilter(settings.privacy);
  const pauses = new PauseTimes();
  if (deps.pausedSinceMs !== undefined) pauses.pause(deps.pausedSinceMs);

  const health = new AgentHealth(() => clock.now());
  const intake = createIntake({
    sink: {
      appendAll(table, rows) {
        if (table === 'hive.model_invocations') jobs.costsArrived();
        return store.sink.appendAll(table, rows);
      },
    },
    now: () => clock.now(),
    price: (call) => prices.price(call),
    rules: () => ({ text: (text) => privacy.text(text), keepContent: settings.agents.keepContent }),
    pausedAt: (atMs) => pauses.covers(atMs),
    stored: storedBefore({
      reader: store.database.reader,
      clock,
      isTakenOver: () => isTakenOver(store.writer.stats().journal),
    }),
    geminiSessions: (asked) => sessionsWithToolTelemetry(store.database.reader, asked),
    health,
  });

  const connected = watchConnections({ clock, connections: deps.connections });
  const imports = createImports({ account, intake, clock, log, work: deps.work });
  const follow = followSwitch(
    () =>
      followTranscripts({
        account,
        intake,
        clock,
        log,
        stateFile: join(paths.dataDir, 'session-files.json'),
        // What a connected agent has not told yet may still come: its first call too waits a minute.
        telemetry: (agent) => (health.telemetryAlive(agent) ? 'alive' : connected.has(agent) ? 'expected' : 'silent'),
      }),
    log,
  );
  // Not waited for: there may be thousands of session files, and telemetry need not wait for them.
  void follow.set(settings.agents.followTranscripts);

  const router = createRouter({ mappers: sourceMappers() });
  let token = await wantedToken(settings, host);
  const receiver = await startOtlpReceiver({
    clock,
    log,
    port: settings.agents.otlpPort,
    token: () => token,
    accept: (records) => intake.accept('otlp', router.route(records).rows),
  });
  if (!receiver.ok) log('error', 'The OTLP receiver could not be opened', { reason: receiver.error });
  const wantedPort = settings.agents.otlpPort;

  const ops = [
    pingOp(programVersion),
    snapshotOp(context),
    streamOp(context, clock),
    pushOp(intake),
    importOp(imports),
    eventLoopOp(clock),
    ...deps.moreOps,
    ...jobs.ops,
  ];
  const socket = await startSocketServer({ path: join(paths.dataDir, 'hivebar.sock'), ops, log, clock });
  if (!socket.ok) log('error', 'The Unix socket could not be opened', { reason: socket.error });

  function activeMs(source: AgentSource): number | null {
    const agent = agentNames.find((name) => name === source);
    return agent === undefined ? null : (follow.current()?.lastActivityMs(agent) ?? null);
  }

  return {
    doors: {
      ...(receiver.ok ? { otlpPort: receiver.value.port } : {}),
      ...(socket.ok ? { socketPath: socket.value.path } : {}),
    },
    otlpToken: () => token,
    importer: imports,
    intake,
    health: () => [
      ...health.parts((source) => ({ activeMs: activeMs(source), connected: connected.has(source) })),
      ...(follow.current()?.health() ?? []),
      receiver.ok ? receiverPart(receiver.value, wantedPort) : quietPart('otlp', 'failing', receiver.error),
      socket.ok ? socketPart(socket.value) : quietPart('socket', 'failing', socket.error),
    ],
    applySettings(changed) {
      settings = changed;
      privacy = createPrivacyFilter(changed.privacy);
      void follow.set(changed.agents.followTranscripts);
      void wantedToken(changed, host).then((wanted) => (token = wanted));
    },
    pause: () => pauses.pause(clock.now()),
    resume: () => pauses.resume(clock.now()),
    stop: async () => {
      await connected.stop();
      await imports.stop();
      await follow.stop();
      if (socket.ok) await socket.value.stop();
      if (receiver.ok) await receiver.value.stop();
    },
  };
}

/** Undefined when none is asked for. A token that cannot be read becomes one that nobody has: the door stays shut. */
async function wantedToken({ agents }: Settings, { secrets, log }: Host): Promise<string | undefined> {
  if (!agents.otlpRequiresToken) return undefined;
  return otlpToken(secrets).catch((error: unknown) => {
    log('error', 'The token of the OTLP receiver cannot be read; telemetry is refused', { reason: String(error) });
    return randomBytes(24).toString('base64url');
  });
}
