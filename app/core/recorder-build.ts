import type { Stop } from '../contract/lifecycle.ts';
import type { Result } from '../contract/result.ts';
import type { Settings } from '../contract/settings.ts';
import type { AlwaysOnAgent } from './agent/always-on-agent.ts';
import type { AgentsFace } from './agents-face.ts';
import type { ConsoleFace } from './console/console-face.ts';
import type { ForgetFace } from './forget-face.ts';
import type { Jobs } from './jobs.ts';
import type { WorkList } from './long-work/work-list.ts';
import type { Pause } from './pause.ts';
import type { PartList } from './recorder-part.ts';
import type { SettingsFace } from './settings-face.ts';
import type { SocketOp } from './sources/socket/socket-op.ts';
import type { AgentRecording } from './sources/agents/agent-recording.ts';
import type { PersonRecording } from './sources/person-recording.ts';
import type { Store } from './store.ts';

/** What a recorder is made of, once it could be built. */
export interface Built {
  readonly store: Store;
  /** The settings in force. */
  readonly settings: () => Settings;
  /** All that was started behind the store, those below among it. */
  readonly parts: PartList;
  /** Nobody is recorded in a demo, no agent either. */
  readonly person: PersonRecording | undefined;
  readonly agents: AgentRecording | undefined;
  readonly alwaysOn: AlwaysOnAgent | undefined;
  readonly forgetting: ForgetFace;
  readonly jobs: Jobs;
  /** The settings were just written: they count now. */
  lookAtSettings(): void;
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
  /** The always-on agent did something, or can do something else. */
  readonly agentChanged: () => void;
  /** Asks the always-on agent, whichever runs by then. */
  readonly agentOp: SocketOp;
  readonly changeSetting: SettingsFace['change'];
  readonly console: Pick<ConsoleFace, 'mentions' | 'forgetMentions'>;
}

/** Makes the parts. The error is for the person. */
export type Build = (deps: BuildDeps) => Promise<Result<Built, string>>;
