import type { PauseLength, RecorderStatus } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { QueryError } from '../contract/questions.ts';
import type { Result } from '../contract/result.ts';
import type { AgentsFace } from './agents-face.ts';
import type { AlwaysOnAgentFace } from './always-on-agent-face.ts';
import type { ConsoleFace } from './console/console-face.ts';
import type { ScreenTextSwitch } from './sources/screen-text/screen-text-switch.ts';
import type { SettingsFace } from './settings-face.ts';
import type { ForgetFace } from './forget-face.ts';
import type { JobsFace } from './jobs-face.ts';

/** The running recorder as its doors see it: the menu bar, the command line, the MCP server. */
export interface Recorder {
  /** Settles once the database is ready and sources run, or once it is certain that a person must act. */
  readonly ready: Promise<void>;
  /** A snapshot, cheap enough to take every second. */
  status(): RecorderStatus;
  /** Calls `listener` after changes that a person would notice: the overall state at once, others twice a second. */
  onStatus(listener: (status: RecorderStatus) => void): Stop;
  /** Stops recording the person until the given time; survives a restart. */
  pause(length: PauseLength): Promise<void>;
  resume(): Promise<void>;
  /** Answers a named question of app/core/queries. */
  ask(
    name: string,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Result<Readonly<Record<string, unknown>>[], QueryError>>;
  /** Settings and past of agents. Works from the start; imports wait for the database. */
  readonly agents: AgentsFace;
  /** The SQL console. Its files work from the start, its statements wait for the database. */
  readonly console: ConsoleFace;
  /** The agent that watches and suggests. */
  readonly alwaysOn: AlwaysOnAgentFace;
  readonly screenText: ScreenTextSwitch;
  /** What the person has set, and what it costs in space. Works from the start; figures wait for the database. */
  readonly settings: SettingsFace;
  /** Deleting what was recorded, everywhere, with proof. */
  readonly forgetting: ForgetFace;
  /** Long work: backups, repricing, and the list of all of it. */
  readonly jobs: JobsFace;
  /** Tries whatever has failed again now. */
  retry(): Promise<void>;
  /** Closes segments, flushes the writer, stops ClickHouse. Safe to call twice; takes up to 10 s. */
  stop(): Promise<void>;
}
