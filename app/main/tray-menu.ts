import type { MenuItemConstructorOptions } from 'electron';
import type { AgentStateName } from '../contract/always-on-agent.ts';
import type { PauseLength, RecorderStatus } from '../contract/health.ts';
import { unreachable } from '../contract/result.ts';

/** What the menu of the tray icon can do. */
export interface TrayActions {
  pause(length: PauseLength): void;
  resume(): void;
  pauseAgent(): void;
  resumeAgent(): void;
  openOverview(): void;
  openSettings(): void;
  showDataFolder(): void;
  quit(): void;
  /** Absent where the system has no list of programs that open at login. */
  readonly loginItem?: { isOn(): boolean; set(on: boolean): void } | undefined;
}

const pauseLabels: Readonly<Record<PauseLength, string>> = {
  '15min': 'for 15 Minutes',
  '1h': 'for 1 Hour',
  tomorrow: 'until Tomorrow',
  indefinite: 'until I Resume',
};

/** What the menu shows the state of. */
export interface TrayFacts {
  readonly status: RecorderStatus;
  readonly agent: AgentStateName;
}

/** The tray menu for a state of the recorder and of the always-on agent. */
export function trayMenu({ status, agent }: TrayFacts, actions: TrayActions): MenuItemConstructorOptions[] {
  const paused = status.recording.kind === 'paused';
  const pauses = (Object.keys(pauseLabels) as PauseLength[]).map((length) => ({
    label: pauseLabels[length],
    click: () => actions.pause(length),
  }));
  const { loginItem } = actions;
  return [
    { label: describeStatus(status), enabled: false },
    { type: 'separator' },
    { label: paused ? 'Pause Longer' : 'Pause', submenu: pauses },
    { label: 'Resume', enabled: paused, click: () => actions.resume() },
    agentItem(agent, paused, actions),
    { type: 'separator' },
    { label: 'Open Hivebar', click: () => actions.openOverview() },
    { label: 'Settings…', accelerator: 'CommandOrControl+,', click: () => actions.openSettings() },
    { label: 'Data Folder', click: () => actions.showDataFolder() },
    ...(loginItem === undefined
      ? []
      : [
          {
            label: 'Open at Login',
            type: 'checkbox' as const,
            checked: loginItem.isOn(),
            click: () => loginItem.set(!loginItem.isOn()),
          },
        ]),
    { type: 'separator' },
    { label: 'Quit Hivebar', click: () => actions.quit() },
  ];
}

/** While recording is paused the agent waits with it, and is resumed with it. */
function agentItem(
  agent: AgentStateName,
  isRecordingPaused: boolean,
  actions: TrayActions,
): MenuItemConstructorOptions {
  if (agent === 'paused') {
    return { label: 'Resume Always-on Agent', enabled: !isRecordingPaused, click: () => actions.resumeAgent() };
  }
  return { label: 'Pause Always-on Agent', enabled: agent !== 'off', click: () => actions.pauseAgent() };
}

/** One line for the tooltip: the state, and what is wrong if something is. */
export function describeStatus(status: RecorderStatus): string {
  const title = status.demo ? 'Hivebar (demo data)' : 'Hivebar';
  switch (status.overall) {
    case 'recording':
      return status.demo ? 'Hivebar: demo data, nothing is recorded' : `${title}: recording`;
    case 'starting':
      return `${title}: starting`;
    case 'problem':
      return `${title}: ${firstProblem(status)}`;
    case 'paused':
      return `${title}: ${pausedUntil(status)}`;
    default:
      return unreachable(status.overall);
  }
}

function firstProblem(status: RecorderStatus): string {
  const parts = [status.database, status.writer, ...status.sources];
  const part = parts.find(({ state }) => state === 'failing') ?? parts.find(({ state }) => state === 'degraded');
  return part === undefined ? 'something is wrong' : `${part.name}: ${part.message}`;
}

function pausedUntil({ recording, nowMs }: RecorderStatus): string {
  if (recording.kind !== 'paused' || recording.untilMs === null) return 'paused until you resume';
  const until = new Date(recording.untilMs);
  const sameDay = until.toDateString() === new Date(nowMs).toDateString();
  return sameDay
    ? `paused until ${until.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`
    : 'paused until tomorrow';
}
