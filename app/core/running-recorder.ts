import type { PartHealth, PauseLength, RecorderStatus } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { QueryError } from '../contract/questions.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import type { Settings } from '../contract/settings.ts';
import type { AgentsFace } from './agents-face.ts';
import { type AgentDoors, createAgents } from './connect/agents.ts';
import { createConsole } from './console/console.ts';
import type { ConsoleFace } from './console/console-face.ts';
import type { ForgetFace } from './forget-face.ts';
import { waitingForget } from './forget/waiting-forget.ts';
import type { Host } from './host.ts';
import { type Jobs, jobsFace } from './jobs.ts';
import type { JobsFace } from './jobs-face.ts';
import { type Pause, openPause } from './pause.ts';
import { askByName } from './queries/ask.ts';
import type { Recorder } from './recorder-face.ts';
import { StatusFeed, quietPart, statusOf } from './recorder-status.ts';
import type { SettingsFace } from './settings-face.ts';
import { type SettingsFollower, createSettings } from './settings/settings.ts';
import type { AgentRecording } from './sources/agents/agent-recording.ts';
import type { PersonRecording } from './sources/person-recording.ts';
import { type ScreenTextSwitch, createScreenTextSwitch } from './sources/screen-text/screen-text-switch.ts';
import { keepStatusFile } from './status-file.ts';
import type { Store } from './store.ts';
import { type WorkList, createWorkList } from './long-work/work-list.ts';

/** What a recorder is made of, once it could be built. */
export interface Parts {
  readonly store: Store;
  /** Nobody is recorded in a demo, no agent either. */
  readonly person: PersonRecording | undefined;
  /** One entry for each source, and for what steers them. */
  sources(): readonly PartHealth[];
  readonly agents: AgentRecording | undefined;
  /** The settings were just written: they count now. */
  lookAtSettings(): void;
  readonly forgetting: ForgetFace;
  readonly jobs: Jobs;
}

/** What the parts are made with. */
export interface BuildDeps {
  readonly pause: Pause;
  readonly onChange: () => void;
  /** Each part that starts adds its stop; they are called in reverse. */
  readonly stops: Stop[];
  readonly connections: AgentsFace['connections'];
  /** The file says something else than before, whoever changed it. */
  readonly settingsChanged: (settings: Settings) => void;
  readonly work: WorkList;
}

/** Makes the parts. The error is for the person. */
type Build = (deps: BuildDeps) => Promise<Result<Parts, string>>;

/** How long the console's queries get to end when the recorder stops. */
const consoleLeaveMs = 2_000;

/** What the doors hold: parts that are being built, run, or cannot be built and say why. */
export class RunningRecorder implements Recorder {
  readonly ready: Promise<void>;
  readonly agents: AgentsFace;
  readonly console: ConsoleFace;
  readonly screenText: ScreenTextSwitch;
  readonly settings: SettingsFace & SettingsFollower;
  readonly forgetting: ForgetFace;
  readonly jobs: JobsFace;
  private readonly host: Host;
  private readonly facts: { readonly startedMs: number; readonly dataDir: string; readonly demo: boolean };
  private readonly buildParts: Build;
  private readonly work: WorkList;
  private readonly feed: StatusFeed;
  private readonly stops: Stop[] = [];
  private pauseSwitch: Pause | undefined;
  private parts: Parts | undefined;
  /** Why building ended early, for the person. */
  private obstacle: string | undefined;
  private building: Promise<void>;
  private stopping: Promise<void> | undefined;

  constructor(host: Host, demo: boolean, buildParts: Build) {
    this.host = host;
    this.facts = { startedMs: host.clock.now(), dataDir: host.paths.dataDir, demo };
    this.buildParts = buildParts;
    this.agents = createAgents(host, () => this.doors());
    this.work = createWorkList(host.clock);
    this.console = createConsole(host, this.work, () =>
      this.parts === undefined ? fail(this.status().database.message) : ok(this.parts.store.database),
    );
    this.screenText = createScreenTextSwitch(host);
    this.settings = createSettings(host, () => this.parts?.store);
    this.settings.onChange(() => this.parts?.lookAtSettings());
    this.forgetting = waitingForget(() => this.parts?.forgetting);
    this.jobs = jobsFace(this.work, () => this.parts?.jobs);
    this.feed = new StatusFeed(host.clock, () => this.status());
    this.building = this.build();
    this.ready = this.building;
  }

  status(): RecorderStatus {
    const { parts, obstacle } = this;
    const starting = quietPart('database', 'starting', 'ClickHouse is starting.');
    const waiting = quietPart('writer', obstacle === undefined ? 'starting' : 'stopped', 'Waits for the database.');
    const report = {
      recording: this.pauseSwitch?.state() ?? ({ kind: 'recording' } as const),
      database:
        obstacle === undefined
          ? (parts?.store.databaseHealth() ?? starting)
          : quietPart('database', 'failing', obstacle),
      writer: parts?.store.writerHealth() ?? waiting,
      sources: parts?.sources() ?? [],
      current: parts?.person?.current() ?? null,
      budgets: parts?.jobs.budgets() ?? [],
    };
    return statusOf(this.facts, report, this.host.clock.now());
  }

  onStatus(listener: (status: RecorderStatus) => void): Stop {
    return this.feed.listen(listener);
  }

  async pause(length: PauseLength): Promise<void> {
    await this.building;
    await this.pauseSwitch?.pause(length);
  }

  async resume(): Promise<void> {
    await this.building;
    await this.pauseSwitch?.resume();
  }

  async ask(
    name: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Result<Readonly<Record<string, unknown>>[], QueryError>> {
    if (this.parts === undefined) return fail({ kind: 'database-down', message: this.status().database.message });
    const { clock } = this.host;
    const present = () => ({ nowMs: clock.now(), timeZone: clock.timeZone() });
    const answer = await askByName({ reader: this.parts.store.database.reader, present }, name, params);
    return answer.ok ? ok([...answer.value.rows]) : answer;
  }

  async retry(): Promise<void> {
    await this.building;
    if (this.stopping !== undefined) return;
    if (this.parts !== undefined) {
      this.parts.person?.retry();
      return this.parts.store.retry();
    }
    this.obstacle = undefined;
    this.building = this.build();
    await this.building;
  }

  stop(): Promise<void> {
    this.stopping ??= this.building.then(async () => {
      await this.leaveConsole();
      await this.tearDown();
      this.feed.stop();
      await this.pauseSwitch?.stop();
    });
    return this.stopping;
  }

  private async build(): Promise<void> {
    const { host, feed, facts } = this;
    const { clock, log } = host;
    feed.look();
    this.pauseSwitch ??= await openPause({ dataDir: facts.dataDir, clock, log, onChange: () => this.applyPause() });
    const built = await this.buildParts({
      pause: this.pauseSwitch,
      onChange: feed.look,
      stops: this.stops,
      connections: () => this.agents.connections(),
      settingsChanged: (settings) => this.settings.follow(settings),
      work: this.work,
    }).catch((error: unknown) => {
      log('error', 'A bug kept the recorder from starting', { reason: String(error) });
      return fail(`Hivebar could not start (${String(error)}). The log file has more.`);
    });
    if (built.ok) {
      this.parts = built.value;
      // Only now: the lock on the data directory is ours, so the file tells of nobody else.
      this.stops.push(keepStatusFile(this, { dataDir: facts.dataDir, clock, log, pid: process.pid }));
    } else {
      this.obstacle = built.error;
      await this.tearDown();
    }
    feed.look();
  }

  private applyPause(): void {
    const { person, agents } = this.parts ?? {};
    for (const part of [person, agents]) {
      if (this.pauseSwitch?.state().kind === 'paused') part?.pause();
      else part?.resume();
    }
    this.feed.look();
  }

  /** A query that does not heed its end must not keep the recorder from its own: it dies with the server. */
  private async leaveConsole(): Promise<void> {
    let stopTimer: Stop = () => undefined;
    const outOfTime = new Promise<void>((settle) => (stopTimer = this.host.clock.after(consoleLeaveMs, settle)));
    await Promise.race([this.console.leave(), outOfTime]);
    await stopTimer();
  }

  private doors(): AgentDoors {
    const agents = this.parts?.agents;
    const { otlpPort, socketPath } = agents?.doors ?? {};
    return { otlpPort, socketPath, otlpToken: agents?.otlpToken(), importer: agents?.importer };
  }

  private async tearDown(): Promise<void> {
    for (let stop = this.stops.pop(); stop !== undefined; stop = this.stops.pop()) await stop();
    this.parts = undefined;
  }
}
