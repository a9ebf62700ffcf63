import type { PauseLength, RecorderStatus } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { QueryError } from '../contract/questions.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import { agentOp } from './agent/agent-op.ts';
import { type WaitingAgent, waitingAgent } from './agent/waiting-agent.ts';
import type { AgentsFace } from './agents-face.ts';
import { type AgentDoors, createAgents } from './connect/agents.ts';
import { createConsole } from './console/console.ts';
import type { ConsoleFace } from './console/console-face.ts';
import { leaveInTime } from './console/leave-in-time.ts';
import type { ForgetFace } from './forget-face.ts';
import { waitingForget } from './forget/waiting-forget.ts';
import type { Host } from './host.ts';
import { jobsFace } from './jobs.ts';
import type { JobsFace } from './jobs-face.ts';
import { type WorkList, createWorkList } from './long-work/work-list.ts';
import { type Pause, openPause } from './pause.ts';
import { askByName } from './queries/ask.ts';
import type { Build, Built } from './recorder-build.ts';
import type { Recorder } from './recorder-face.ts';
import { reportOf } from './recorder-report.ts';
import { StatusFeed, statusOf } from './recorder-status.ts';
import type { SettingsFace } from './settings-face.ts';
import { type SettingsFollower, createSettings } from './settings/settings.ts';
import { type ScreenTextSwitch, createScreenTextSwitch } from './sources/screen-text/screen-text-switch.ts';
import { keepStatusFile } from './status-file.ts';

/** What the doors hold: parts that are being built, run, or cannot be built and say why. */
export class RunningRecorder implements Recorder {
  readonly ready: Promise<void>;
  readonly agents: AgentsFace;
  readonly console: ConsoleFace;
  readonly alwaysOn: WaitingAgent;
  readonly screenText: ScreenTextSwitch;
  readonly settings: SettingsFace & SettingsFollower;
  readonly forgetting: ForgetFace;
  readonly jobs: JobsFace;
  private readonly host: Host;
  private readonly facts: { readonly startedMs: number; readonly dataDir: string; readonly demo: boolean };
  private readonly make: Build;
  private readonly work: WorkList;
  private readonly feed: StatusFeed;
  private readonly stops: Stop[] = [];
  private pauseSwitch: Pause | undefined;
  private built: Built | undefined;
  /** Why building ended early, for the person. */
  private obstacle: string | undefined;
  private building: Promise<void>;
  private stopping: Promise<void> | undefined;

  constructor(host: Host, demo: boolean, make: Build) {
    this.host = host;
    this.facts = { startedMs: host.clock.now(), dataDir: host.paths.dataDir, demo };
    this.make = make;
    this.agents = createAgents(host, () => this.doors());
    this.work = createWorkList(host.clock);
    this.console = createConsole(
      host,
      this.work,
      () => (this.built === undefined ? fail(this.status().database.message) : ok(this.built.store.database)),
      () => this.present(),
    );
    this.alwaysOn = waitingAgent(() => (demo ? null : this.built?.alwaysOn?.controls));
    this.screenText = createScreenTextSwitch(host);
    this.settings = createSettings(host, () => this.built?.store);
    this.settings.onChange(() => this.built?.lookAtSettings());
    this.forgetting = waitingForget(() => this.built?.forgetting);
    this.jobs = jobsFace(this.work, () => this.built?.jobs);
    this.feed = new StatusFeed(host.clock, () => this.status());
    this.building = this.build();
    this.ready = this.building;
  }

  status(): RecorderStatus {
    const { built, obstacle } = this;
    const recording = this.pauseSwitch?.state() ?? { kind: 'recording' };
    return statusOf(this.facts, reportOf({ built, obstacle, recording }), this.host.clock.now());
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
    if (this.built === undefined) return fail({ kind: 'database-down', message: this.status().database.message });
    const deps = { reader: this.built.store.database.reader, present: () => this.present() };
    const answer = await askByName(deps, name, params);
    return answer.ok ? ok([...answer.value.rows]) : answer;
  }

  async retry(): Promise<void> {
    await this.building;
    if (this.stopping !== undefined) return;
    if (this.built !== undefined) {
      this.built.person?.retry();
      return this.built.store.retry();
    }
    this.obstacle = undefined;
    this.building = this.build();
    await this.building;
  }

  stop(): Promise<void> {
    this.stopping ??= this.building.then(async () => {
      await leaveInTime(this.console, this.host.clock);
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
    this.pauseSwitch ??= await openPause({
      dataDir: facts.dataDir,
      clock,
      log,
      dayStartHour: () => this.present().dayStartHour,
      onChange: () => this.applyPause(),
    });
    const made = await this.make({
      pause: this.pauseSwitch,
      onChange: feed.look,
      stops: this.stops,
      connections: () => this.agents.connections(),
      settingsChanged: (settings) => this.settings.follow(settings),
      work: this.work,
      agentChanged: () => this.alwaysOn.tell(),
      agentOp: agentOp({ agent: this.alwaysOn, ask: (name, params) => this.ask(name, params) }),
      changeSetting: (path, value) => this.settings.change(path, value),
      console: this.console,
    }).catch((error: unknown) => {
      log('error', 'A bug kept the recorder from starting', { reason: String(error) });
      return fail(`Hivebar could not start (${String(error)}). The log file has more.`);
    });
    if (made.ok) {
      this.built = made.value;
      this.alwaysOn.tell();
      // Only now: the lock on the data directory is ours, so the file tells of nobody else.
      this.stops.push(keepStatusFile(this, { dataDir: facts.dataDir, clock, log, pid: process.pid }));
    } else {
      this.obstacle = made.error;
      await this.tearDown();
    }
    feed.look();
  }

  private applyPause(): void {
    if (this.pauseSwitch?.state().kind === 'paused') this.built?.parts.pause();
    else this.built?.parts.resume();
    this.feed.look();
  }

  private present() {
    const { clock } = this.host;
    const dayStartHour = this.built?.settings().recording.dayStartHour ?? 0;
    return { nowMs: clock.now(), timeZone: clock.timeZone(), dayStartHour };
  }

  private doors(): AgentDoors {
    const agents = this.built?.agents;
    const { otlpPort, socketPath } = agents?.doors ?? {};
    return { otlpPort, socketPath, otlpToken: agents?.otlpToken(), importer: agents?.importer };
  }

  private async tearDown(): Promise<void> {
    for (let stop = this.stops.pop(); stop !== undefined; stop = this.stops.pop()) await stop();
    this.built = undefined;
  }
}
